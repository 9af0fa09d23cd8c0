"""System calls by name, with their numbers on the two kinds of machine that a filter is made for.

Numbers are the kernel's own and never change. What stands in neither table does not exist for a
job: the kernel's answer is ENOSYS, as on a kernel that is older than the call.
"""

from collections.abc import Mapping

MACHINES = ("x86_64", "aarch64")


def _numbers(table: str) -> Mapping[str, tuple[int | None, ...]]:
    rows = (line.split() for line in table.strip().splitlines())
    return {
        name: tuple(None if one == "-" else int(one) for one in numbers) for name, *numbers in rows
    }


ALLOWED = _numbers("""
read 0 63
write 1 64
readv 19 65
writev 20 66
pread64 17 67
pwrite64 18 68
preadv 295 69
pwritev 296 70
preadv2 327 286
pwritev2 328 287
lseek 8 62
close 3 57
close_range 436 436
dup 32 23
dup2 33 -
dup3 292 24
fcntl 72 25
flock 73 32
fsync 74 82
fdatasync 75 83
ftruncate 77 46
truncate 76 45
fallocate 285 47
fadvise64 221 223
sendfile 40 71
copy_file_range 326 285
open 2 -
openat 257 56
creat 85 -
access 21 -
faccessat 269 48
faccessat2 439 439
stat 4 -
lstat 6 -
fstat 5 80
newfstatat 262 79
statx 332 291
statfs 137 43
fstatfs 138 44
getdents 78 -
getdents64 217 61
getcwd 79 17
chdir 80 49
fchdir 81 50
mkdir 83 -
mkdirat 258 34
rmdir 84 -
unlink 87 -
unlinkat 263 35
rename 82 -
renameat 264 38
renameat2 316 276
link 86 -
linkat 265 37
symlink 88 -
symlinkat 266 36
readlink 89 -
readlinkat 267 78
chmod 90 -
fchmod 91 52
fchmodat 268 53
utime 132 -
utimes 235 -
utimensat 280 88
futimesat 261 -
umask 95 166
mmap 9 222
munmap 11 215
mprotect 10 226
mremap 25 216
madvise 28 233
brk 12 214
msync 26 227
mincore 27 232
mlock 149 228
munlock 150 229
rt_sigaction 13 134
rt_sigprocmask 14 135
rt_sigreturn 15 139
rt_sigpending 127 136
rt_sigtimedwait 128 137
rt_sigsuspend 130 133
sigaltstack 131 132
restart_syscall 219 128
pause 34 -
alarm 37 -
getitimer 36 102
setitimer 38 103
kill 62 129
tkill 200 130
tgkill 234 131
pipe 22 -
pipe2 293 59
select 23 -
pselect6 270 72
poll 7 -
ppoll 271 73
epoll_create 213 -
epoll_create1 291 20
epoll_ctl 233 21
epoll_wait 232 -
epoll_pwait 281 22
eventfd 284 -
eventfd2 290 19
fork 57 -
vfork 58 -
clone 56 220
execve 59 221
exit 60 93
exit_group 231 94
wait4 61 260
waitid 247 95
getpid 39 172
getppid 110 173
gettid 186 178
getuid 102 174
geteuid 107 175
getgid 104 176
getegid 108 177
getresuid 118 148
getresgid 120 150
getgroups 115 158
getpgid 121 155
getpgrp 111 -
getsid 124 156
setsid 112 157
setpgid 109 154
uname 63 160
sysinfo 99 179
times 100 153
getrusage 98 165
getrlimit 97 163
setrlimit 160 164
prlimit64 302 261
prctl 157 167
arch_prctl 158 -
set_tid_address 218 96
set_robust_list 273 99
get_robust_list 274 100
rseq 334 293
futex 202 98
futex_waitv 449 449
membarrier 324 283
sched_yield 24 124
sched_getaffinity 204 123
sched_getparam 143 121
sched_getscheduler 145 120
sched_get_priority_max 146 125
sched_get_priority_min 147 126
getpriority 140 141
getcpu 309 168
clock_gettime 228 113
clock_getres 229 114
clock_nanosleep 230 115
nanosleep 35 101
gettimeofday 96 169
time 201 -
getrandom 318 278
ioctl 16 29
""")
"""What a program that computes, and reads and writes files, needs."""

REFUSED = _numbers("""
socket 41 198
socketpair 53 199
connect 42 203
bind 49 200
listen 50 201
sendto 44 206
sendmsg 46 211
recvfrom 45 207
recvmsg 47 212
unshare 272 97
setns 308 268
mount 165 40
umount2 166 39
pivot_root 155 41
chroot 161 51
ptrace 101 117
process_vm_readv 310 270
process_vm_writev 311 271
pidfd_open 434 434
bpf 321 280
perf_event_open 298 241
io_uring_setup 425 425
io_uring_enter 426 426
io_uring_register 427 427
userfaultfd 323 282
add_key 248 217
request_key 249 218
keyctl 250 219
setuid 105 146
setgid 106 144
memfd_create 319 279
shmget 29 194
mknod 133 -
mknodat 259 33
personality 135 92
setpriority 141 140
""")
"""What is refused as not permitted, so that whoever reads the error understands it."""
