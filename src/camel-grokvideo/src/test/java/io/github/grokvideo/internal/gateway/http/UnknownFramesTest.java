package io.github.grokvideo.internal.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of frames on their way to the client, however the connection cuts them into pieces. */
class UnknownFramesTest {

    private static final int PRIORITY = 2;

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.writeBytes(ByteBuffer.allocate(9).putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).array());
        out.writeBytes(payload);
    }

    private static boolean isKnown(int type) {
        return type <= 9 || type == 0x10;
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 8, 9, 10, 100, 70_000 })
    void onlyTypeAndFlagsOfUnknownFramesChange(int piece) {
        Random random = new Random(7);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int type = 0; type < 256; type++) {
            for (int length : new int[] { 0, 1, 255, 256, type == 0xc ? 66_000 : 30 }) {
                byte[] payload = new byte[length];
                random.nextBytes(payload);
                frame(sent, type, 0xff, type * 3, payload);
                frame(expected, isKnown(type) ? type : PRIORITY, isKnown(type) ? 0xff : 0, type * 3, payload);
            }
        }
        UnknownFrames frames = new UnknownFrames();
        byte[] bytes = sent.toByteArray();
        for (int i = 0; i < bytes.length; i += piece) {
            ByteBuffer received = ByteBuffer.wrap(bytes, i, Math.min(piece, bytes.length - i));
            frames.disguise(received);
            assertThat(received.position()).isEqualTo(i);
        }
        assertThat(bytes).isEqualTo(expected.toByteArray());
    }

    @Test
    void anEmptyPieceChangesNothing() {
        UnknownFrames frames = new UnknownFrames();
        byte[] head = { 0, 0, 0, (byte) 0xbb, 1, 0, 0, 0, 0 };
        frames.disguise(ByteBuffer.wrap(head, 0, 3));
        frames.disguise(ByteBuffer.allocate(0));
        frames.disguise(ByteBuffer.wrap(head, 3, 6));
        assertThat(head).containsExactly(0, 0, 0, PRIORITY, 0, 0, 0, 0, 0);
    }
}
