package engine

import "testing"

func TestListen(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{KindEmbedded, KindDocker} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			session := &Session{Kind: kind}
			if session.ExposesPorts() != (kind == KindDocker) {
				t.Errorf("it exposes ports: %t", session.ExposesPorts())
			}
			first, err := session.Listen(0)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { first.Close() })
			instead, err := session.Listen(PortOf(first))
			if err != nil {
				t.Fatal(err)
			}
			if PortOf(instead) == PortOf(first) {
				t.Errorf("port %d was given away twice", PortOf(first))
			}
			// Another program may take a port between the two calls.
			for attempt := 1; ; attempt++ {
				wanted := PortOf(instead)
				if err := instead.Close(); err != nil {
					t.Fatal(err)
				}
				if instead, err = session.Listen(wanted); err != nil {
					t.Fatal(err)
				}
				if PortOf(instead) == wanted {
					break
				}
				if attempt == 10 {
					t.Fatalf("got port %d; %d is free", PortOf(instead), wanted)
				}
			}
			t.Cleanup(func() { instead.Close() })
		})
	}
}
