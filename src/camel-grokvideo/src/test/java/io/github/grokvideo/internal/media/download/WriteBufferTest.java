package io.github.grokvideo.internal.media.download;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.apache.hc.core5.http.nio.CapacityChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WriteBufferTest {

    private static final int PART = BlockPool.BLOCK;

    private final BlockPool pool = new BlockPool();
    private final WriteBuffer buffer = new WriteBuffer(pool);
    private int allowed;
    private int updates;

    private final CapacityChannel host = bytes -> {
        allowed += bytes;
        updates++;
    };

    private boolean send(byte[] bytes) throws IOException {
        boolean due = buffer.add(ByteBuffer.wrap(bytes));
        allowed -= bytes.length;
        if (allowed <= 0) {
            buffer.updateCapacity(host);
        }
        return due;
    }

    @Test
    void aDiskThatDoesNotAnswerStopsTheHost() throws IOException {
        buffer.updateCapacity(host);
        int sent = 0;
        while (allowed > 0) {
            sent += PART;
            send(new byte[PART]);
            assertThat(sent).isLessThanOrEqualTo(WriteBuffer.WINDOW);
        }
        assertThat(sent).isEqualTo(WriteBuffer.WINDOW);
    }

    @Test
    void aDiskThatKeepsUpNeverStopsTheHostAndWakesItSeldom() throws IOException {
        buffer.updateCapacity(host);
        int parts = 1000;
        for (int i = 0; i < parts; i++) {
            assertThat(allowed).isPositive();
            if (send(new byte[PART])) {
                for (ByteBuffer block = buffer.next(); block != null; block = buffer.next()) {
                    buffer.done(block);
                }
            }
        }
        assertThat(updates).isLessThan(parts / 3);
    }

    @Test
    void whatCameBeforeAPauseIsWritten() throws IOException {
        assertThat(send(new byte[PART])).isFalse();
        assertThat(send(new byte[1000])).isTrue();
        assertThat(buffer.next().remaining()).isEqualTo(PART);
        assertThat(send(new byte[1000])).as("it is being written").isFalse();
        assertThat(buffer.next().remaining()).isEqualTo(2000);
        assertThat(buffer.next()).isNull();
        assertThat(send(new byte[1000])).isTrue();
    }

    @Test
    void whateverADownloadComesToItsBlocksAreGivenBackOnce() throws IOException {
        List<ByteBuffer> all = takeAll();
        assertThat(all).hasSize(BlockPool.MOST);
        assertThat(pool.take().isDirect()).as("the pool is bounded").isFalse();
        all.forEach(pool::put);

        for (int i = 0; i < 10; i++) {
            WriteBuffer abandoned = new WriteBuffer(pool);
            abandoned.add(ByteBuffer.wrap(new byte[5 * PART + 1000]));
            ByteBuffer written = abandoned.next();
            abandoned.done(written);
            ByteBuffer beingWritten = abandoned.next();
            abandoned.clear();
            abandoned.done(beingWritten);
            // an abandoned request may still be told of a part
            assertThat(abandoned.add(ByteBuffer.wrap(new byte[2 * PART + 1000]))).isFalse();
            abandoned.clear();
        }
        Set<ByteBuffer> again = Collections.newSetFromMap(new IdentityHashMap<>());
        again.addAll(takeAll());
        assertThat(again).hasSize(BlockPool.MOST);
    }

    private List<ByteBuffer> takeAll() {
        List<ByteBuffer> all = new ArrayList<>();
        for (ByteBuffer block = pool.take(); block.isDirect(); block = pool.take()) {
            all.add(block);
        }
        return all;
    }

    // whatever the order of what happens, neither side waits for the other for ever, and each byte arrives
    @ParameterizedTest
    @ValueSource(ints = { 100, 1000, 8192, 65_536, 200_000 })
    void allThatIsSentIsWrittenInOrder(int largest) throws IOException {
        Random random = new Random(largest);
        byte[] video = new byte[5_000_000];
        random.nextBytes(video);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        boolean writing = false;
        // what a client lets a host send before it asks
        allowed = 65_535;
        int sent = 0;
        while (sent < video.length) {
            boolean mayWrite = writing;
            assertThat(allowed > 0 || mayWrite).as("after %s bytes one side goes on", sent).isTrue();
            if (allowed > 0 && (!mayWrite || random.nextInt(8) > 0)) {
                int length = Math.min(1 + random.nextInt(largest), video.length - sent);
                byte[] part = new byte[length];
                System.arraycopy(video, sent, part, 0, length);
                writing |= send(part);
                sent += length;
                // a client may receive one part more than it allowed
                assertThat(sent - file.size()).isLessThanOrEqualTo(WriteBuffer.WINDOW + largest);
            } else {
                ByteBuffer block = buffer.next();
                writing = block != null;
                write(block, file);
            }
        }
        for (ByteBuffer block = buffer.last(); block != null; block = buffer.last()) {
            write(block, file);
        }
        assertThat(file.toByteArray()).isEqualTo(video);
    }

    private void write(ByteBuffer block, ByteArrayOutputStream file) {
        if (block != null) {
            byte[] bytes = new byte[block.remaining()];
            block.get(bytes);
            file.write(bytes, 0, bytes.length);
            buffer.done(block);
        }
    }
}
