/* lwIP without an operating system, IPv4 and TCP only, checksums on both ways, static pools: its fastest ordinary configuration. */
#ifndef NTC_LWIPOPTS_H
#define NTC_LWIPOPTS_H
#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_IPV4 1
#define LWIP_IPV6 0
#define LWIP_ARP 0
#define LWIP_ETHERNET 0
#define LWIP_ICMP 0
#define LWIP_RAW 0
#define LWIP_UDP 0
#define LWIP_DHCP 0
#define LWIP_DNS 0
#define LWIP_TCP 1
#define LWIP_NETCONN 0
#define LWIP_SOCKET 0
#define LWIP_STATS 0
#define LWIP_NOASSERT 1
#define LWIP_CHECKSUM_ON_COPY 0
#define IP_REASSEMBLY 0
#define IP_FRAG 0
#define MEM_ALIGNMENT 8
#define MEM_SIZE 4000000
#define MEMP_NUM_TCP_PCB 60100
#define MEMP_NUM_TCP_PCB_LISTEN 4
#define MEMP_NUM_TCP_SEG 1024
#define MEMP_NUM_PBUF 1024
#define PBUF_POOL_SIZE 64
#define TCP_MSS 536
#define TCP_LISTEN_BACKLOG 0
#define LWIP_NETIF_LOOPBACK 0
#define LWIP_TIMERS 0
#endif
