/*
 * Drives lwIP through its raw API for the side-by-side benchmark. Commands on standard input, one line each:
 *   close3 N | close4 N | simultaneous N   N closes, both ends in this stack; prints nanoseconds a close
 *   fill ENTRIES                           brings the TIME-WAIT list to that many entries
 *   hit N | tick N                         N repeated FINs on random entries | N slow timer runs; prints nanoseconds each
 *   cycle N                                N entries inserted and expired; prints nanoseconds each
 * Every packet is built, checksummed, copied once into the queue, parsed and verified.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "lwip/init.h"
#include "lwip/ip.h"
#include "lwip/inet_chksum.h"
#include "lwip/netif.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/tcp.h"

#define BATCH 8
#define QUEUE 256

static struct netif s_netif;
static ip_addr_t s_address;
static unsigned char s_queue[QUEUE][128];
static int s_length[QUEUE];
static unsigned s_head, s_tail;
static struct tcp_pcb *s_client[BATCH], *s_server[BATCH];
static int s_accepted, s_close_at_once;
static unsigned s_port = 1024;

u32_t sys_now(void) { return 0; }

static double nanoseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static err_t output(struct netif *netif, struct pbuf *p, const ip4_addr_t *to)
{
    (void)netif;
    (void)to;
    s_length[s_tail % QUEUE] = pbuf_copy_partial(p, s_queue[s_tail % QUEUE], 128, 0);
    s_tail++;
    return ERR_OK;
}

static err_t netif_start(struct netif *netif)
{
    netif->output = output;
    netif->mtu = 1500;
    return ERR_OK;
}

static void pump(void)
{
    while (s_head != s_tail)
    {
        struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)s_length[s_head % QUEUE], PBUF_REF);
        p->payload = s_queue[s_head % QUEUE];
        s_head++;
        ip4_input(p, &s_netif);
    }
}

static err_t on_receive(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    (void)arg;
    (void)error;
    if (p != NULL)
    {
        tcp_recved(pcb, p->tot_len);
        pbuf_free(p);
    }
    else if (s_close_at_once)
    {
        tcp_close(pcb);
    }

    return ERR_OK;
}

static err_t on_accept(void *arg, struct tcp_pcb *pcb, err_t error)
{
    (void)arg;
    (void)error;
    tcp_recv(pcb, on_receive);
    s_server[s_accepted++ % BATCH] = pcb;
    return ERR_OK;
}

static err_t on_connected(void *arg, struct tcp_pcb *pcb, err_t error)
{
    (void)arg;
    (void)pcb;
    (void)error;
    return ERR_OK;
}

static struct tcp_pcb *open_one(void)
{
    struct tcp_pcb *pcb = tcp_new();
    s_port = s_port >= 65000 ? 1024 : s_port + 1;
    if (pcb == NULL || tcp_bind(pcb, &s_address, (u16_t)s_port) != ERR_OK
        || tcp_connect(pcb, &s_address, 80, on_connected) != ERR_OK)
    {
        fprintf(stderr, "lwIP: cannot open\n");
        exit(1);
    }

    pump();
    if (pcb->state != ESTABLISHED)
    {
        fprintf(stderr, "lwIP: not established\n");
        exit(1);
    }

    return pcb;
}

static void drop_time_wait(void)
{
    while (tcp_tw_pcbs != NULL)
    {
        tcp_abort(tcp_tw_pcbs);
    }
}

static double closes(const char *kind, long count)
{
    double total = 0;
    int simultaneous = strcmp(kind, "simultaneous") == 0;
    int four = strcmp(kind, "close4") == 0;
    for (long done = 0; done < count; done += BATCH)
    {
        for (int k = 0; k < BATCH; k++)
        {
            s_close_at_once = 0;
            s_client[k] = open_one();
        }

        s_close_at_once = !four && !simultaneous;
        unsigned sent = s_tail;
        double start = nanoseconds();
        for (int k = 0; k < BATCH; k++)
        {
            tcp_close(s_client[k]);
            if (simultaneous)
            {
                tcp_close(s_server[k]);
            }

            pump();
            if (four)
            {
                tcp_close(s_server[k]);
                pump();
            }
        }

        total += nanoseconds() - start;
        int left = tcp_active_pcbs != NULL || s_tail - sent != BATCH * (unsigned)(four || simultaneous ? 4 : 3);
        drop_time_wait();
        s_accepted = 0;
        if (left)
        {
            fprintf(stderr, "lwIP: a close did not end, or not in the segments that its name says\n");
            exit(1);
        }
    }

    return total / (double)(count / BATCH * BATCH);
}

static void fill(long entries)
{
    long have = 0;
    for (struct tcp_pcb *p = tcp_tw_pcbs; p != NULL; p = p->next)
    {
        have++;
    }

    s_close_at_once = 1;
    for (; have < entries; have++)
    {
        tcp_close(open_one());
        pump();
        s_accepted = 0;
    }
}

/* The peer's FIN again, as it was when it was accepted. */
static int repeated_fin(const struct tcp_pcb *pcb, unsigned char *b)
{
    struct ip_hdr *ip = (struct ip_hdr *)b;
    struct tcp_hdr *tcp = (struct tcp_hdr *)(b + 20);
    memset(b, 0, 40);
    IPH_VHL_SET(ip, 4, 5);
    IPH_LEN_SET(ip, lwip_htons(40));
    IPH_TTL_SET(ip, 64);
    IPH_PROTO_SET(ip, IP_PROTO_TCP);
    ip4_addr_copy(ip->src, *ip_2_ip4(&pcb->remote_ip));
    ip4_addr_copy(ip->dest, *ip_2_ip4(&pcb->local_ip));
    IPH_CHKSUM_SET(ip, inet_chksum(ip, 20));
    tcp->src = lwip_htons(pcb->remote_port);
    tcp->dest = lwip_htons(pcb->local_port);
    tcp->seqno = lwip_htonl(pcb->rcv_nxt - 1);
    tcp->ackno = lwip_htonl(pcb->snd_nxt);
    TCPH_HDRLEN_FLAGS_SET(tcp, 5, TCP_FIN | TCP_ACK);
    tcp->wnd = lwip_htons(65535);
    struct pbuf *p = pbuf_alloc(PBUF_RAW, 20, PBUF_REF);
    p->payload = tcp;
    tcp->chksum = ip_chksum_pseudo(p, IP_PROTO_TCP, 20, &pcb->remote_ip, &pcb->local_ip);
    pbuf_free(p);
    return 40;
}

static double hits(long count)
{
    static struct tcp_pcb *entries[MEMP_NUM_TCP_PCB];
    static unsigned char packets[4096][40];
    long n = 0;
    for (struct tcp_pcb *p = tcp_tw_pcbs; p != NULL; p = p->next)
    {
        entries[n++] = p;
    }

    unsigned random = 12345;
    for (int k = 0; k < 4096; k++)
    {
        random = random * 1664525u + 1013904223u;
        repeated_fin(entries[(random >> 8) % (unsigned)n], packets[k]);
    }

    double start = nanoseconds();
    for (long k = 0; k < count; k++)
    {
        memcpy(s_queue[s_tail % QUEUE], packets[k % 4096], 40);
        s_length[s_tail % QUEUE] = 40;
        s_tail++;
        struct pbuf *p = pbuf_alloc(PBUF_RAW, 40, PBUF_REF);
        p->payload = s_queue[s_head % QUEUE];
        s_head++;
        ip4_input(p, &s_netif);
        if (s_tail == s_head)
        {
            fprintf(stderr, "lwIP: a repeated FIN was not answered\n");
            exit(1);
        }

        s_head = s_tail;
    }

    return (nanoseconds() - start) / (double)count;
}

static double ticks(long count)
{
    double start = nanoseconds();
    u32_t before = tcp_ticks;
    for (long k = 0; k < count; k++)
    {
        tcp_slowtmr();
        tcp_ticks = before;
    }

    return (nanoseconds() - start) / (double)count;
}

/* Entries are inserted by real closes; what is timed is their registration and their end by the slow timer. */
static double cycle(long count)
{
    double total = 0;
    for (long done = 0; done < count; done += BATCH)
    {
        s_close_at_once = 1;
        for (int k = 0; k < BATCH; k++)
        {
            s_client[k] = open_one();
            tcp_close(s_client[k]);
            pump();
            s_accepted = 0;
        }

        double start = nanoseconds();
        for (int k = 0; k < BATCH; k++)
        {
            TCP_RMV(&tcp_tw_pcbs, s_client[k]);
        }

        for (int k = 0; k < BATCH; k++)
        {
            TCP_REG(&tcp_tw_pcbs, s_client[k]);
        }

        tcp_ticks += 1000;
        tcp_slowtmr();
        total += nanoseconds() - start;
    }

    return total / (double)count;
}

int main(void)
{
    char line[64], what[32];
    long n;
    ip4_addr_t mask, gateway;
    lwip_init();
    IP_ADDR4(&s_address, 10, 0, 0, 1);
    IP4_ADDR(&mask, 255, 255, 255, 0);
    IP4_ADDR(&gateway, 10, 0, 0, 254);
    netif_add(&s_netif, ip_2_ip4(&s_address), &mask, &gateway, NULL, netif_start, ip4_input);
    netif_set_default(&s_netif);
    netif_set_up(&s_netif);
    netif_set_link_up(&s_netif);
    struct tcp_pcb *listener = tcp_new();
    tcp_bind(listener, &s_address, 80);
    listener = tcp_listen(listener);
    tcp_accept(listener, on_accept);
    printf("ready %u\n", (unsigned)sizeof(struct tcp_pcb));
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL && sscanf(line, "%31s %ld", what, &n) == 2)
    {
        double value = 0;
        if (strcmp(what, "fill") == 0)
        {
            fill(n);
        }
        else if (strcmp(what, "empty") == 0)
        {
            drop_time_wait();
        }
        else
        {
            value = strcmp(what, "hit") == 0 ? hits(n) : strcmp(what, "tick") == 0 ? ticks(n)
                : strcmp(what, "cycle") == 0 ? cycle(n) : closes(what, n);
        }

        printf("%.3f\n", value);
        fflush(stdout);
    }

    return 0;
}
