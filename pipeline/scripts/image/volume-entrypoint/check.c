#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "entrypoint.h"

struct mount {
    char point[PATH_MAX]; /* "" if it is not known */
    char type[64];
    bool read_only;
};

/* decode replaces the octal escapes of mountinfo, such as \040 for a blank. */
static void decode(char *text)
{
    unsigned code;
    for (; *text != '\0'; text++)
        if (sscanf(text, "\\%3o", &code) == 1) {
            *text = (char)code;
            memmove(text + 1, text + 4, strlen(text + 4) + 1);
        }
}

/* find_mount finds the mount on which a path is. Its mount point is the longest one; of several mounts at one point
 * the last hides the others. */
static struct mount find_mount(const char *path)
{
    struct mount found = {0};
    FILE *mounts = fopen("/proc/self/mountinfo", "re");
    char *line = NULL;
    size_t size = 0;
    while (mounts != NULL && getline(&line, &size, mounts) > 0) {
        struct mount mount;
        char access[3], super_access[3]; /* of this mount, and of its file system: ro or rw */
        const char *rest = strstr(line, " - ");
        if (rest == NULL || sscanf(line, "%*s %*s %*s %*s %4095s %2s", mount.point, access) != 2 ||
            sscanf(rest, " - %63s %*s %2s", mount.type, super_access) != 2)
            continue;
        decode(mount.point);
        mount.read_only = strcmp(access, "ro") == 0 || strcmp(super_access, "ro") == 0;
        size_t length = strlen(mount.point);
        bool above = strcmp(mount.point, "/") == 0 ||
            (strncmp(path, mount.point, length) == 0 && (path[length] == '/' || path[length] == '\0'));
        if (above && length >= strlen(found.point))
            found = mount;
    }
    free(line);
    if (mounts != NULL)
        fclose(mounts);
    return found;
}

static void describe(const struct stat *folder, const struct mount *mount)
{
    gid_t groups[NGROUPS_MAX];
    int count = getgroups(NGROUPS_MAX, groups);
    if (folder != NULL)
        fprintf(stderr, "  folder:   owner %u, group %u, mode %04o\n", folder->st_uid, folder->st_gid, folder->st_mode & 07777);
    fprintf(stderr, "  process:  uid %u, gid %u, groups", geteuid(), getegid());
    for (int i = 0; i < count; i++)
        fprintf(stderr, " %u", groups[i]);
    fprintf(stderr, "%s\n  mount:    ", count > 0 ? "" : " none");
    if (mount->point[0] == '\0')
        fprintf(stderr, "not known, because /proc/self/mountinfo cannot be read");
    else if (strcmp(mount->point, "/") == 0)
        fprintf(stderr, "no mount: the image's own file system");
    else if (strcmp(mount->type, "tmpfs") == 0)
        fprintf(stderr, "tmpfs at %s", mount->point);
    else
        fprintf(stderr, "bind mount or volume (%s) at %s", mount->type, mount->point);
    fprintf(stderr, "%s\n", mount->read_only ? ", read-only" : "");
}

static void advise(const char *volume, const struct stat *folder, const struct mount *mount, int reason)
{
    unsigned uid = geteuid(), gid = getegid();
    bool read_only = reason == EROFS || mount->read_only;
    if (reason == ENOENT || reason == ENOTDIR || (read_only && strcmp(mount->point, "/") == 0))
        fprintf(stderr, "  Mount a volume there, or a folder in memory, which ends with the container:\n"
            "    docker run:  -v data:%s, or --tmpfs %s:uid=%u,gid=%u\n"
            "    compose:     volumes: [\"data:%s\"] and at the top level volumes: {data: {}}, or tmpfs: [\"%s:uid=%u,gid=%u\"]\n"
            "    Kubernetes:  volumeMounts: [{name: data, mountPath: %s}] and volumes: [{name: data, emptyDir: {}}] or a claim\n",
            volume, volume, uid, gid, volume, volume, uid, gid, volume);
    else if (read_only)
        fprintf(stderr, "  Mount it without read-only:\n"
            "    docker run:  remove :ro or readonly from the -v or --mount of %s\n"
            "    compose:     remove :ro or read_only: true from the entry of %s in volumes\n"
            "    Kubernetes:  remove readOnly: true from the entry of %s in volumeMounts, and from its volume\n", volume, volume, volume);
    else if (reason == EACCES || reason == EPERM)
        fprintf(stderr, "  Mount a new named volume; it gets the owner of the image's folder:\n"
            "    docker run:  -v data:%s\n"
            "    compose:     volumes: [\"data:%s\"] and at the top level volumes: {data: {}}\n"
            "    Kubernetes:  securityContext: {runAsUser: %u, runAsGroup: %u, fsGroup: %u}\n"
            "  Or give the folder of the host to the user, on the host: chown -R %u:%u FOLDER\n"
            "  (rootless: podman unshare chown ...)\n", volume, volume, uid, gid, gid, uid, gid);
    if (reason == EACCES && !read_only && folder != NULL && folder->st_uid != 0 && folder->st_uid != uid)
        fprintf(stderr, "  Or start it as the folder's owner: docker run --user %u:%u\n", folder->st_uid, folder->st_gid);
}

bool check_volume(const char *volume)
{
    struct stat status, *folder = stat(volume, &status) == 0 ? &status : NULL;
    if (folder != NULL && !S_ISDIR(folder->st_mode))
        errno = ENOTDIR;
    else if (faccessat(AT_FDCWD, volume, R_OK | W_OK | X_OK, AT_EACCESS) == 0)
        return true;
    int reason = errno;
    warn("%s cannot be written", volume);
    char resolved[PATH_MAX];
    struct mount mount = find_mount(realpath(volume, resolved) != NULL ? resolved : volume);
    describe(folder, &mount);
    advise(volume, folder, &mount, reason);
    return false;
}
