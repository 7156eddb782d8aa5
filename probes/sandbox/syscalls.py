"""Which system calls a job may make, and their numbers: whatever is not named here is refused."""


def _names(table: str) -> list[str]:
    return table.split()


FREE = _names(
    """
    read write readv writev pread64 preadv preadv2 close close_range lseek fadvise64 dup dup2
    dup3 pipe pipe2 eventfd2
    mmap mprotect munmap mremap madvise msync mincore brk membarrier
    access faccessat faccessat2 open openat stat lstat fstat newfstatat statx statfs fstatfs
    getdents getdents64 getcwd readlink readlinkat chdir
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait sigaltstack
    restart_syscall setitimer alarm
    futex futex_waitv set_robust_list get_robust_list rseq set_tid_address arch_prctl exit
    exit_group sched_yield sched_getaffinity sched_getparam sched_getscheduler
    sched_get_priority_max sched_get_priority_min
    gettid getpid getppid getpgrp getpgid getsid getuid geteuid getgid getegid getresuid
    getresgid getgroups getrlimit getrusage sysinfo uname getcpu nanosleep clock_nanosleep
    clock_gettime clock_getres gettimeofday time times getrandom
    poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
"""
)

# What the CUDA driver needs besides; it also needs every ioctl. Not tried on every driver.
GRAPHICS = _names(
    """
    connect memfd_create sendmsg recvmsg getsockopt mbind get_mempolicy set_mempolicy
    sched_setaffinity flock ftruncate unlink unlinkat mkdir mkdirat timerfd_create
    timerfd_settime
"""
)

_X86_64 = """
    access=21 alarm=37 arch_prctl=158 brk=12 chdir=80 clock_getres=229 clock_gettime=228
    clock_nanosleep=230 clone=56 clone3=435 close=3 close_range=436 connect=42 dup=32 dup2=33
    dup3=292 epoll_create=213 epoll_create1=291 epoll_ctl=233 epoll_pwait=281 epoll_wait=232
    eventfd2=290 exit=60 exit_group=231 faccessat=269 faccessat2=439 fadvise64=221 fcntl=72
    flock=73 fstat=5 fstatfs=138 ftruncate=77 futex=202 futex_waitv=449 get_mempolicy=239
    get_robust_list=274 getcpu=309 getcwd=79 getdents=78 getdents64=217 getegid=108 geteuid=107
    getgid=104 getgroups=115 getpgid=121 getpgrp=111 getpid=39 getppid=110 getrandom=318
    getresgid=120 getresuid=118 getrlimit=97 getrusage=98 getsid=124 getsockopt=55 gettid=186
    gettimeofday=96 getuid=102 ioctl=16 lseek=8 lstat=6 madvise=28 mbind=237 membarrier=324
    memfd_create=319 mincore=27 mkdir=83 mkdirat=258 mmap=9 mprotect=10 mremap=25 msync=26
    munmap=11 nanosleep=35 newfstatat=262 open=2 openat=257 pipe=22 pipe2=293 poll=7 ppoll=271
    prctl=157 pread64=17 preadv=295 preadv2=327 prlimit64=302 pselect6=270 read=0 readlink=89
    readlinkat=267 readv=19 recvmsg=47 restart_syscall=219 rseq=334 rt_sigaction=13
    rt_sigpending=127 rt_sigprocmask=14 rt_sigreturn=15 rt_sigtimedwait=128
    sched_get_priority_max=146 sched_get_priority_min=147 sched_getaffinity=204
    sched_getparam=143 sched_getscheduler=145 sched_setaffinity=203 sched_yield=24 select=23
    sendmsg=46 set_mempolicy=238 set_robust_list=273 set_tid_address=218 setitimer=38
    sigaltstack=131 socket=41 stat=4 statfs=137 statx=332 sysinfo=99 tgkill=234 time=201
    timerfd_create=283 timerfd_settime=286 times=100 uname=63 unlink=87 unlinkat=263 write=1
    writev=20
"""

_AARCH64 = """
    brk=214 chdir=49 clock_getres=114 clock_gettime=113 clock_nanosleep=115 clone=220 clone3=435
    close=57 close_range=436 connect=203 dup=23 dup3=24 epoll_create1=20 epoll_ctl=21
    epoll_pwait=22 eventfd2=19 exit=93 exit_group=94 faccessat=48 faccessat2=439 fadvise64=223
    fcntl=25 flock=32 fstat=80 fstatfs=44 ftruncate=46 futex=98 futex_waitv=449
    get_mempolicy=236 get_robust_list=100 getcpu=168 getcwd=17 getdents64=61 getegid=177
    geteuid=175 getgid=176 getgroups=158 getpgid=155 getpid=172 getppid=173 getrandom=278
    getresgid=150 getresuid=148 getrlimit=163 getrusage=165 getsid=156 getsockopt=209 gettid=178
    gettimeofday=169 getuid=174 ioctl=29 lseek=62 madvise=233 mbind=235 membarrier=283
    memfd_create=279 mincore=232 mkdirat=34 mmap=222 mprotect=226 mremap=216 msync=227
    munmap=215 nanosleep=101 newfstatat=79 openat=56 pipe2=59 ppoll=73 prctl=167 pread64=67
    preadv=69 preadv2=286 prlimit64=261 pselect6=72 read=63 readlinkat=78 readv=65 recvmsg=212
    restart_syscall=128 rseq=293 rt_sigaction=134 rt_sigpending=136 rt_sigprocmask=135
    rt_sigreturn=139 rt_sigtimedwait=137 sched_get_priority_max=125 sched_get_priority_min=126
    sched_getaffinity=123 sched_getparam=121 sched_getscheduler=120 sched_setaffinity=122
    sched_yield=124 sendmsg=211 set_mempolicy=237 set_robust_list=99 set_tid_address=96
    setitimer=103 sigaltstack=132 socket=198 statfs=43 statx=291 sysinfo=179 tgkill=131
    timerfd_create=85 timerfd_settime=86 times=153 uname=160 unlinkat=35 write=64 writev=66
"""


def _numbers(table: str) -> dict[str, int]:
    return {name: int(number) for name, number in (pair.split("=") for pair in table.split())}


NUMBERS = {"x86_64": _numbers(_X86_64), "aarch64": _numbers(_AARCH64)}
