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
			wanted := PortOf(instead)
			if err := instead.Close(); err != nil {
				t.Fatal(err)
			}
			again, err := session.Listen(wanted)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { again.Close() })
			if PortOf(again) != wanted {
				t.Errorf("got port %d; %d is free", PortOf(again), wanted)
			}
		})
	}
}
