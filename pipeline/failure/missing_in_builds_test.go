package failure

import "testing"

func TestMissingInBuild(t *testing.T) {
	t.Parallel()
	const of = "a package is compiled, and the builder lacks "
	for name, test := range map[string]struct{ output, want string }{
		"a header": {"Modules/LDAPObject.c:18:10: fatal error: lber.h: No such file or directory\n   18 | #include \"lber.h\"\ncompilation terminated.\nerror: command '/usr/bin/gcc' failed with exit code 1",
			of + `lber.h: add libldap-dev, libsasl2-dev to the key apt-build, such as apt-build = ["libldap-dev", "libsasl2-dev"]`},
		"a header in a folder": {"src/cairo.c:1:10: fatal error: cairo/cairo.h: No such file or directory", of + `cairo/cairo.h: add libcairo2-dev to the key apt-build, such as apt-build = ["libcairo2-dev"]`},
		"a header, of clang":   {"<stdin>:1:10: fatal error: 'sql.h' file not found", of + `sql.h: add unixodbc-dev to the key apt-build, such as apt-build = ["unixodbc-dev"]`},
		"a header nobody knows": {"src/a.c:3:10: fatal error: acme/turbo.h: No such file or directory",
			of + "acme/turbo.h: add the Debian package that has it (`apt-file search acme/turbo.h` finds it) to the key apt-build"},
		"the last of several": {"a.c:1:10: fatal error: zlib.h: No such file or directory\nb.c:1:10: fatal error: portaudio.h: No such file or directory",
			of + `portaudio.h: add portaudio19-dev to the key apt-build, such as apt-build = ["portaudio19-dev"]`},
		"a library":                {"/usr/bin/ld: cannot find -lsybdb: No such file or directory\ncollect2: error: ld returned 1 exit status", of + `-lsybdb: add freetds-dev to the key apt-build, such as apt-build = ["freetds-dev"]`},
		"pkg-config":               {"Package xmlsec1 was not found in the pkg-config search path.\nPerhaps you should add the directory containing `xmlsec1.pc'", of + `xmlsec1: add libxmlsec1-dev to the key apt-build, such as apt-build = ["libxmlsec1-dev"]`},
		"pkgconf":                  {"Package 'dbus-1', required by 'virtual:world', not found", of + `dbus-1: add libdbus-1-dev, libglib2.0-dev to the key apt-build, such as apt-build = ["libdbus-1-dev", "libglib2.0-dev"]`},
		"Meson":                    {"Run-time dependency cairo found: NO (tried pkgconfig and cmake)\n../meson.build:35:12: ERROR: Dependency \"cairo\" not found, tried pkgconfig and cmake", of + `cairo: add libcairo2-dev to the key apt-build, such as apt-build = ["libcairo2-dev"]`},
		"a compiler, of Meson":     {"../meson.build:80:0: ERROR: Unknown compiler(s): [['gfortran'], ['flang-new']]", of + `gfortran: add gfortran to the key apt-build, such as apt-build = ["gfortran"]`},
		"CMake":                    {"CMake Error at FindPackageHandleStandardArgs.cmake:230 (message):\n  Could NOT find HDF5 (missing: HDF5_LIBRARIES HDF5_INCLUDE_DIRS)", of + `HDF5: add libhdf5-dev to the key apt-build, such as apt-build = ["libhdf5-dev"]`},
		"a package file of CMake":  {"  Could not find a package configuration file provided by \"Boost\" with any of\n  the following names", of + `Boost: add libboost-dev to the key apt-build, such as apt-build = ["libboost-dev"]`},
		"a program, of setuptools": {"error: command 'swig' failed: No such file or directory", of + `swig: add swig to the key apt-build, such as apt-build = ["swig"]`},
		"a program, of Python":     {"FileNotFoundError: [Errno 2] No such file or directory: 'cmake'", of + `cmake: add cmake to the key apt-build, such as apt-build = ["cmake"]`},
		"a program, of a shell":    {"/bin/sh: 1: mysql_config: not found", of + `mysql_config: add default-libmysqlclient-dev to the key apt-build, such as apt-build = ["default-libmysqlclient-dev"]`},
		"pg_config":                {"Error: pg_config executable not found.\n\npg_config is required to build psycopg2 from source.", of + `pg_config: add libpq-dev to the key apt-build, such as apt-build = ["libpq-dev"]`},
		"curl-config":              {"__main__.ConfigurationError: Could not run curl-config: [Errno 2] No such file or directory: 'curl-config'", of + `curl-config: add libcurl4-openssl-dev to the key apt-build, such as apt-build = ["libcurl4-openssl-dev"]`},
		"lxml":                     {"Error: Please make sure the libxml2 and libxslt development packages are installed.", of + `libxml2 and libxslt: add libxml2-dev, libxslt1-dev to the key apt-build, such as apt-build = ["libxml2-dev", "libxslt1-dev"]`},
		"Pillow":                   {"The headers or library files could not be found for jpeg,\na required dependency when compiling Pillow from source.", of + `jpeglib.h: add libjpeg-dev to the key apt-build, such as apt-build = ["libjpeg-dev"]`},
		"mysqlclient":              {"Exception: Can not find valid pkg-config name.\nSpecify MYSQLCLIENT_CFLAGS and MYSQLCLIENT_LDFLAGS env vars manually", of + `MySQL's library: add default-libmysqlclient-dev to the key apt-build, such as apt-build = ["default-libmysqlclient-dev"]`},
		"Cargo":                    {"error: command 'cargo' failed: No such file or directory", rust},
		"a file of the package":    {"FileNotFoundError: [Errno 2] No such file or directory: 'README.html'", ""},
		"a word that is no cause":  {"Could not find a version that satisfies the requirement cairo", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := missingInBuild(test.output); got != test.want {
				t.Errorf("advice %q, want %q", got, test.want)
			}
		})
	}
}
