package io.github.grokvideo.internal.gateway.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class HostLookupTest {

    private static final String HOST = "gateway.example";

    private final AtomicLong now = new AtomicLong();
    /** Null if the name server does not know the host. */
    private volatile String address = "192.0.2.1";
    private volatile CountDownLatch answer = new CountDownLatch(0);
    private volatile int lookups;
    private final HostLookup hosts = new HostLookup(new DnsResolver() {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            lookups++;
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (address == null) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] { InetAddress.getByName(address) };
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }, now::get);

    @AfterEach
    void close() {
        hosts.close();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private String known() throws UnknownHostException {
        return hosts.resolve(HOST)[0].getHostAddress();
    }

    private static void done(CompletableFuture<Void> lookup) throws Exception {
        lookup.get(20, TimeUnit.SECONDS);
    }

    @Test
    void manyRequestsAreOneLookup() throws Exception {
        answer = new CountDownLatch(1);
        CompletableFuture<Void> first = hosts.lookUp(HOST);
        assertThat(first).isNotDone();
        assertThat(hosts.lookUp(HOST)).isSameAs(first);
        answer.countDown();
        done(first);
        assertThat(known()).isEqualTo("192.0.2.1");
        assertThat(hosts.lookUp(HOST)).isDone();
        assertThat(lookups).isEqualTo(1);
    }

    @Test
    void whatIsNotFreshIsUsedAndLookedUpAgain() throws Exception {
        done(hosts.lookUp(HOST));
        address = "192.0.2.2";
        pass(Duration.ofSeconds(31));
        answer = new CountDownLatch(1);
        assertThat(hosts.lookUp(HOST)).as("nobody waits").isDone();
        assertThat(known()).isEqualTo("192.0.2.1");
        answer.countDown();
        while (!known().equals("192.0.2.2")) {
            Thread.onSpinWait();
        }
        assertThat(lookups).isEqualTo(2);
    }

    @Test
    void whatIsOldIsWaitedFor() throws Exception {
        done(hosts.lookUp(HOST));
        address = "192.0.2.2";
        pass(Duration.ofMinutes(11));
        done(hosts.lookUp(HOST));
        assertThat(known()).isEqualTo("192.0.2.2");
    }

    @Test
    void aNameThatIsNotKnownIsAskedForAgain() throws Exception {
        address = null;
        assertThatThrownBy(() -> done(hosts.lookUp(HOST))).isInstanceOf(ExecutionException.class)
                .cause().isInstanceOf(UnknownHostException.class).hasMessage(HOST);
        address = "192.0.2.1";
        done(hosts.lookUp(HOST));
        assertThat(known()).isEqualTo("192.0.2.1");
    }

    @Test
    void anAddressIsNoName() {
        for (String host : new String[] { "127.0.0.1", "::1", "2001:db8::1" }) {
            assertThat(hosts.lookUp(host)).isDone();
        }
        assertThat(lookups).isZero();
    }
}
