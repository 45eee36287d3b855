/* The wall clock of one process, moved by the seconds that stand in a file of eight bytes. Loaded by LD_PRELOAD. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *moved;

static int64_t seconds(void) {
  if (!moved) {
    const char *path = getenv("REDIS_CLOCK_FILE");
    int file = path ? open(path, O_RDONLY) : -1;
    if (file < 0) return 0;
    void *page = mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (page == MAP_FAILED) return 0;
    moved = page;
  }
  return *moved;
}

static struct timespec now(void) {
  struct timespec at;
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &at);
  at.tv_sec += seconds();
  return at;
}

int gettimeofday(struct timeval *tv, void *tz) {
  (void)tz;
  struct timespec at = now();
  tv->tv_sec = at.tv_sec;
  tv->tv_usec = at.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *t) {
  time_t at = now().tv_sec;
  if (t) *t = at;
  return at;
}
