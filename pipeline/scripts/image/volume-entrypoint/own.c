/*
 * Others can change a volume while it is walked: another container, or a user of the host. So everything is done on
 * open descriptors and nothing on a path, which could lead elsewhere the next moment. A link is never followed. Another
 * mount is never entered: it may be a folder of the host that is not meant for the app. A file with several hard
 * links may have a name outside the volume, and a device file gives access to hardware; both keep their owners.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "entrypoint.h"

static struct owner owner;
static const char *volume;
static long mount;          /* the number of the volume's mount */
static char path[PATH_MAX]; /* the entry's, for messages */
static unsigned long changed, left, failed;
static char first_failure[PATH_MAX + 256];

static void count_failure(const char *what)
{
    if (failed++ > 0)
        return;
    snprintf(first_failure, sizeof first_failure, ", the first %s: %s", what, strerror(errno));
    /* The name of a file must not be able to forge lines of the log. */
    for (char *c = first_failure; *c != '\0'; c++)
        *c = (unsigned char)*c < ' ' ? '?' : *c;
}

/* mount_of returns the number of an open entry's mount, or -1. A device number would not do: a bind mount has that of
 * the file system it comes from. */
static long mount_of(int entry)
{
    char name[64], line[128];
    long number = -1;
    snprintf(name, sizeof name, "/proc/self/fdinfo/%d", entry);
    FILE *info = fopen(name, "re");
    while (info != NULL && number < 0 && fgets(line, sizeof line, info) != NULL)
        sscanf(line, "mnt_id: %ld", &number);
    if (number < 0)
        count_failure(name);
    if (info != NULL)
        fclose(info);
    return number;
}

static void walk(int folder);

static void give(int entry)
{
    struct stat now;
    if (fstat(entry, &now) != 0) {
        count_failure(path);
        return;
    }
    /* Its content first: with the folder's owner changed, root without CAP_DAC_OVERRIDE may not search it any more. */
    if (S_ISDIR(now.st_mode))
        walk(entry);
    if (now.st_uid == owner.uid)
        return;
    if (S_ISCHR(now.st_mode) || S_ISBLK(now.st_mode) || (S_ISREG(now.st_mode) && now.st_nlink > 1))
        left++;
    else if (fchownat(entry, "", owner.uid, owner.gid, AT_EMPTY_PATH) != 0)
        count_failure(path);
    else if (changed++ == 0)
        warnx("%s: changing the owner to %u:%u", volume, owner.uid, owner.gid);
}

static void visit(int folder, const char *name)
{
    struct stat now;
    if (fstatat(folder, name, &now, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(now.st_mode) && now.st_uid == owner.uid)
        return;
    int entry = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (entry < 0) {
        if (errno != ENOENT) /* else another program has removed it */
            count_failure(path);
        return;
    }
    if (mount_of(entry) == mount)
        give(entry);
    close(entry);
}

static void walk(int folder)
{
    size_t length = strlen(path);
    int content = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = content < 0 ? NULL : fdopendir(content);
    if (entries == NULL) {
        count_failure(path);
        return;
    }
    struct dirent *entry;
    for (errno = 0; (entry = readdir(entries)) != NULL; errno = 0) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        /* The limit keeps a tree without end from exhausting the stack. */
        if (length + strlen(entry->d_name) + 2 > sizeof path) {
            errno = ENAMETOOLONG;
            count_failure(path);
            continue;
        }
        sprintf(path + length, "/%s", entry->d_name);
        visit(content, entry->d_name);
        path[length] = '\0';
    }
    if (errno != 0)
        count_failure(path);
    closedir(entries);
}

/* open_volume opens the volume, or returns -1. It does not follow links above the volume either: with one of them a
 * user of the host could have any folder given to the app. */
static int open_volume(void)
{
    char names[PATH_MAX];
    struct stat link;
    strcpy(names, volume);
    int folder = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    for (char *name = strtok(names, "/"); name != NULL && folder >= 0; name = strtok(NULL, "/")) {
        int next = openat(folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (next < 0 && fstatat(folder, name, &link, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(link.st_mode))
            errx(EX_CONFIG, "%s cannot be given to %u:%u: %s is a symbolic link; mount the volume at a path without links",
                volume, owner.uid, owner.gid, name);
        close(folder);
        folder = next;
    }
    return folder;
}

void give_volume(const char *given, struct owner to)
{
    owner = to;
    volume = given;
    strcpy(path, given);
    changed = left = failed = 0;
    first_failure[0] = '\0';

    /* Each level of the tree has two open descriptors. */
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){limit.rlim_max, limit.rlim_max});
    int folder = open_volume();
    if (folder >= 0) {
        mount = mount_of(folder);
        if (mount >= 0)
            give(folder);
        close(folder);
    } else if (errno != ENOENT && errno != ENOTDIR) { /* these are for check_volume to report */
        count_failure(path);
    }
    setrlimit(RLIMIT_NOFILE, &limit);

    if (changed + failed > 0)
        warnx("%s: %lu changed, %lu left alone (several hard links, or a device file), %lu failed%s",
            volume, changed, left, failed, first_failure);
}
