import pathlib
import sys
import sysconfig

from app import app


def test_answer():
    assert app.test_client().get("/").text == f"{sys.version_info.major}.{sys.version_info.minor}"


def test_extension_in_c():
    # The lock has no wheel of it: it is compiled with the headers of the builder.
    import markupsafe._speedups

    assert markupsafe._speedups.__file__.endswith(sysconfig.get_config_var("EXT_SUFFIX"))


def test_interpreter_is_where_the_official_image_has_it():
    home = dict(line.split(" = ") for line in pathlib.Path(sys.prefix, "pyvenv.cfg").read_text().splitlines())["home"]
    assert home == "/usr/local/bin"


def test_nothing_that_the_official_slim_image_lacks():
    extra = ["/etc/mime.types", "/usr/bin/perldoc", "/usr/share/perl", "/usr/bin/git", "/usr/bin/gcc"]
    assert [path for path in extra if pathlib.Path(path).exists()] == []
