/* The port: nothing but a random number and a diagnosis that is never printed. */
#ifndef NTC_CC_H
#define NTC_CC_H
#include <stdlib.h>
#include <sys/time.h>
#define LWIP_RAND() ((u32_t)rand())
#define LWIP_PLATFORM_DIAG(x) do { } while (0)
#define LWIP_PLATFORM_ASSERT(x) abort()
#endif
