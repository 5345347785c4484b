package io.github.grokvideo;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.DownloadException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The same without idempotency keys of the gateway. */
@Tag("slow")
class XaiReuseTest extends ReuseTest {

    @Override
    protected GrokVideoProvider provider() {
        return GrokVideoProvider.xai;
    }

    @Override
    boolean tellsWhenUrlsExpire() {
        return false;
    }

    @Test
    void lostVideosOfSeveralJobsAreMadeAnewByTheNextRequest() {
        String uri = REUSE + "&n=2&output=bytes";
        assertNew(film(uri));
        assertReused(film(uri));
        gateway.emulator().faults().next(Operation.MEDIA, Fault.status(404).times(4));
        assertThat(send(uri, "a lighthouse").getException()).isInstanceOf(DownloadException.class);
        assertThat(billed()).isEqualTo(2);
        assertNew(film(uri));
        assertThat(billed()).isEqualTo(4);
    }
}
