/*
 * volume-entrypoint is the beginning of the command of an image with data volumes. It gives the volumes to the app's
 * user where that is wanted (own.c), becomes that user (drop.c), checks that it can write them (check.c), and executes
 * the app in its own place, so that the app is process 1 and gets the signals.
 *
 * It is C and static, because it has to run in every image, as any user, without a shell and without a place to write.
 */
#include <stdbool.h>
#include <sys/types.h>

struct owner {
    uid_t uid;
    gid_t gid;
};

/* give_volume gives to the owner what in a volume is another user's. It ends the program if a symbolic link is in the
 * path. What it cannot give it reports; whether that matters is for check_volume to say. */
void give_volume(const char *volume, struct owner owner);

/* become makes the process the owner's for good, without any privilege. It ends the program if it cannot. */
void become(struct owner owner);

/* check_volume says whether the process can write a volume. If not, it prints why, and what to do. */
bool check_volume(const char *volume);
