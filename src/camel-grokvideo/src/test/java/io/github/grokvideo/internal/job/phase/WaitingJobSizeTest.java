package io.github.grokvideo.internal.job.phase;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A hundred thousand jobs wait: a field more in one of these two classes is 800 kB more. */
class WaitingJobSizeTest {

    private static final int HEADER = 12;
    private static final int ALIGNMENT = 8;

    @Test
    void aJobThatWaitsHasNoFieldThatMakesItLarger() {
        assertThat(size(Job.class)).isEqualTo(48);
        assertThat(size(Waiting.class)).isEqualTo(64);
    }

    // with compressed references, as in heaps of up to 32 GB
    private static int size(Class<?> type) {
        int size = HEADER;
        for (Field field : type.getDeclaredFields()) {
            size += Modifier.isStatic(field.getModifiers()) ? 0 : size(field);
        }
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static int size(Field field) {
        if (!field.getType().isPrimitive()) {
            return 4;
        }
        return switch (field.getType().getName()) {
            case "long", "double" -> 8;
            case "int", "float" -> 4;
            case "short", "char" -> 2;
            default -> 1;
        };
    }
}
