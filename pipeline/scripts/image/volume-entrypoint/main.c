#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "entrypoint.h"

static _Noreturn void refuse(const char *argument, const char *why)
{
    errx(EX_USAGE, "%s: %s; use: volume-entrypoint [--own UID:GID] --volume PATH ... [--] [COMMAND [ARGUMENT ...]]", argument, why);
}

/* read_id reads the number of a user or a group. The greatest one is not valid: for the kernel it means "no change". */
static bool read_id(const char *text, char end, id_t *id, const char **rest)
{
    char *after;
    unsigned long long number = strtoull(text, &after, 10);
    *id = (id_t)number;
    *rest = after + 1;
    return *text >= '0' && *text <= '9' && number < UINT_MAX && *after == end;
}

/* read_owner reads UID:GID. Root is not valid, because it keeps every privilege. */
static bool read_owner(const char *text, struct owner *owner)
{
    return read_id(text, ':', &owner->uid, &text) && read_id(text, '\0', &owner->gid, &text) && owner->uid != 0;
}

static bool is_volume_path(const char *path)
{
    struct stat root, folder;
    bool is_root = stat("/", &root) == 0 && stat(path, &folder) == 0 && root.st_dev == folder.st_dev && root.st_ino == folder.st_ino;
    return path[0] == '/' && strlen(path) < PATH_MAX && !is_root;
}

int main(int argc, char **argv)
{
    struct owner owner = {0};
    const char *volumes[argc];
    int count = 0, next = 1;
    for (; next < argc && argv[next][0] == '-' && strcmp(argv[next], "--") != 0; next += 2) {
        const char *option = argv[next], *value = argv[next + 1];
        if (strcmp(option, "--own") != 0 && strcmp(option, "--volume") != 0)
            refuse(option, "not a valid option");
        if (value == NULL)
            refuse(option, "its value is missing");
        if (strcmp(option, "--own") == 0 && !read_owner(value, &owner))
            refuse(value, "not a valid UID:GID of a user other than root");
        if (strcmp(option, "--volume") == 0 && !is_volume_path(value))
            refuse(value, "not the absolute path of a folder other than /");
        if (strcmp(option, "--volume") == 0)
            volumes[count++] = value;
    }
    if (count == 0)
        refuse("--volume", "it is missing");
    if (next < argc && strcmp(argv[next], "--") == 0)
        next++;

    /* Who starts the container as another user has chosen the owner already. */
    if (owner.uid != 0 && geteuid() == 0) {
        for (int i = 0; i < count; i++)
            give_volume(volumes[i], owner);
        become(owner);
    }
    bool writable = true;
    for (int i = 0; i < count; i++)
        writable = check_volume(volumes[i]) && writable;
    if (!writable || next == argc)
        return writable ? EX_OK : EX_CONFIG;
    execvp(argv[next], argv + next);
    err(errno == ENOENT ? 127 : 126, "%s cannot be started", argv[next]); /* as the shell has it */
}
