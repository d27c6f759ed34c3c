// Package tuist has the names that the terminal interface of Dagger's command
// line tool is compiled against. It does nothing: the tool that is built with it
// has plain output only.
package tuist

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	uv "github.com/charmbracelet/ultraviolet"
)

var errNone = errors.New("dagger: this build has no terminal interface; set DAGGER_PROGRESS=plain")

type Context struct {
	context.Context
	Width, Height int
}

func (c Context) Line(string)                 {}
func (c Context) Lines(...string)             {}
func (c Context) SetFocus(Component)          {}
func (c Context) ScreenHeight() int           { return 24 }
func (c Context) Resize(width, _ int) Context { c.Width = width; return c }

type Component interface{ Render(Context) }
type Focusable interface{ SetFocused(Context, bool) }
type Hoverable interface{ SetHovered(Context, bool) }
type Mounter interface{ OnMount(Context) }
type Dismounter interface{ OnDismount() }
type Interactive interface {
	HandleKeyPress(Context, uv.KeyPressEvent) bool
}
type MouseEvent struct {
	uv.MouseEvent
	Row, Col int
}
type MouseEnabled interface {
	HandleMouse(Context, MouseEvent) bool
}

type RenderResult struct{ Lines []string }

type Compo struct{}

func (*Compo) Update()                                           {}
func (*Compo) RenderChild(Context, Component)                    {}
func (*Compo) RenderChildResult(Context, Component) RenderResult { return RenderResult{} }
func (*Compo) RenderChildInline(Context, Component) string       { return "" }

type Container struct {
	Compo
	Children []Component
}

func (*Container) Render(Context)        {}
func (*Container) AddChild(Component)    {}
func (*Container) RemoveChild(Component) {}

type Spinner struct {
	Compo
	Style func(string) string
	Epoch any
}

func NewSpinner() *Spinner      { return &Spinner{} }
func (*Spinner) Render(Context) {}

type TextInput struct {
	Compo
	Prompt         string
	OnSubmit       func(Context, string) bool
	KeyInterceptor func(Context, uv.KeyPressEvent) bool
	text           string
}

func NewTextInput(prompt string) *TextInput { return &TextInput{Prompt: prompt} }
func (*TextInput) Render(Context)           {}
func (t *TextInput) Value() string          { return t.text }
func (t *TextInput) SetValue(text string)   { t.text = text }
func (t *TextInput) InsertRune(r rune)      { t.text += string(r) }

type Completion struct{ Label, Detail, DisplayLabel, Documentation, InsertText, Kind string }
type CompletionResult struct {
	Items       []Completion
	ReplaceFrom int
}
type CompletionMenu struct{}

func NewCompletionMenu(*TextInput, func(string, int) CompletionResult) *CompletionMenu {
	return &CompletionMenu{}
}
func (*CompletionMenu) HandleKeyPress(Context, uv.KeyPressEvent) bool { return false }

type Size struct{}

func SizeAbs(int) Size { return Size{} }

type Anchor int

const AnchorTopRight Anchor = 0

type OverlayMargin struct{ Top, Right, Bottom, Left int }
type OverlayOptions struct {
	Width  Size
	Anchor Anchor
	Margin OverlayMargin
}
type OverlayHandle struct{}

func (*OverlayHandle) Remove()                    {}
func (*OverlayHandle) SetOptions(*OverlayOptions) {}

type StdTerminal struct{}

func NewStdTerminal() *StdTerminal { return &StdTerminal{} }

type TUI struct{ Container }

func New(*StdTerminal) *TUI { return &TUI{} }

// Start ends the program, which would wait for the interface for ever.
func (*TUI) Start() error {
	fmt.Fprintln(os.Stderr, errNone)
	os.Exit(1)
	return errNone
}

func (*TUI) Stop()                                                  {}
func (*TUI) Dispatch(f func())                                      { f() }
func (*TUI) SetFocus(Component)                                     {}
func (*TUI) SetShowHardwareCursor(bool)                             {}
func (*TUI) SetDebugWriter(io.Writer)                               {}
func (*TUI) RequestRender(bool)                                     {}
func (*TUI) RenderLines() []string                                  { return nil }
func (*TUI) ShowOverlay(Component, *OverlayOptions) *OverlayHandle  { return &OverlayHandle{} }
func (*TUI) Exec(func(io.Reader, io.Writer, io.Writer) error) error { return errNone }
