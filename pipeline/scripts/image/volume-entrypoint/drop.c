#include <err.h>
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

#include "entrypoint.h"

static _Noreturn void stop(struct owner owner)
{
    unsigned uid = owner.uid, gid = owner.gid;
    bool unmapped = errno == EINVAL;
    warn("the app cannot be started as %u:%u", uid, gid);
    if (unmapped)
        fprintf(stderr, "  The container's user namespace does not have these numbers. Add them to it in /etc/subuid and\n"
            "  /etc/subgid on the host, or by podman run --uidmap and --gidmap.\n");
    else
        fprintf(stderr, "  The container lacks a capability for that. Allow what the change of owner and user needs:\n"
            "    docker run:  --cap-add CHOWN --cap-add DAC_READ_SEARCH --cap-add SETUID --cap-add SETGID\n"
            "    compose:     cap_add: [CHOWN, DAC_READ_SEARCH, SETUID, SETGID]\n"
            "    Kubernetes:  securityContext: {capabilities: {add: [CHOWN, DAC_READ_SEARCH, SETUID, SETGID]}}\n"
            "  Or start it as that user, which changes no owner:\n"
            "    docker run:  --user %u:%u\n"
            "    compose:     user: \"%u:%u\"\n"
            "    Kubernetes:  securityContext: {runAsUser: %u, runAsGroup: %u}\n", uid, gid, uid, gid, uid, gid);
    exit(EX_CONFIG);
}

void become(struct owner owner)
{
    /* Not permitted without CAP_SETPCAP. An app that cannot gain privileges has no use of the bounding set anyway. */
    for (unsigned long capability = 0; prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0;)
        capability++;

    /* setresgid is the first, because it alone tells a number that is not mapped from a missing capability. */
    if (setresgid(owner.gid, owner.gid, owner.gid) != 0 || setgroups(1, &owner.gid) != 0 ||
        setresuid(owner.uid, owner.uid, owner.uid) != 0)
        stop(owner);

    /* With some securebits capabilities outlive the change of the user. The ambient ones go with the permitted ones. */
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};
    if (syscall(SYS_capset, &header, none) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        stop(owner);
    if (getuid() != owner.uid || geteuid() != owner.uid || setuid(0) == 0)
        errx(EX_CONFIG, "the app cannot be started as %u:%u: it could become root again", owner.uid, owner.gid);
}
