package scripts

import (
	"io/fs"
	"path"
)

// A SourceFile is a file of a program's source.
type SourceFile struct {
	Name string // without a folder
	Text string // its content
}

// VolumeEntrypointSource is the source of the program with which the command of an image with volumes begins, sorted by
// name. It is compiled in VolumeEntrypointFolder.
var VolumeEntrypointSource = func() []SourceFile {
	names, err := fs.Glob(files, "image/volume-entrypoint/*")
	if err != nil {
		panic(err)
	}
	var source []SourceFile
	for _, name := range names {
		source = append(source, SourceFile{path.Base(name), text(name)})
	}
	return source
}()

// compileEntrypoint is gcc with the files that it compiles. The program is static, because the image that ships need not
// have the builder's C library; with 64 bits for sizes, so that it can look at large files on 32-bit platforms, too.
func compileEntrypoint() Script {
	program := []string{
		"gcc", "-std=c11", "-O2", "-static", "-s", "-D_GNU_SOURCE", "-D_FILE_OFFSET_BITS=64", "-o", VolumeEntrypointBuilt,
	}
	for _, file := range VolumeEntrypointSource {
		if path.Ext(file.Name) == ".c" {
			program = append(program, path.Join(VolumeEntrypointFolder, file.Name))
		}
	}
	return command("compile-entrypoint", "prod: compile the volume entrypoint", stepBuild, program...)
}
