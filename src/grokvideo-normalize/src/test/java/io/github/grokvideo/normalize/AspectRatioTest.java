package io.github.grokvideo.normalize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AspectRatioTest {

    @ParameterizedTest
    @CsvSource({
            "16:9, 16:9", "32:18, 16:9", " 4 : 3 , 4:3", "2.35:1, 47:20", "1.0:1, 1:1", "1920:1080, 16:9",
            "0.000000001:1, 1:1000000000" })
    void parses(String text, String expected) {
        assertThat(AspectRatio.parse(text)).get().hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "16", "16:0", "0:9", "-16:9", "16:9:1", "a:b", "16x9", "auto", "1e3:1", "1234567:1" })
    void refusesOtherForms(String text) {
        assertThat(AspectRatio.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            // on a linear scale 4:1 would win the second one
            "7:1, 4:1 8:1, 8:1",
            "57:10, 4:1 8:1, 8:1",
            "56:10, 4:1 8:1, 4:1",
            "1:7, 1:4 1:8, 1:8",
            "10:57, 1:4 1:8, 1:8",
            "10:56, 1:4 1:8, 1:4",
            "1365:768, 16:9 3:2, 16:9",
            "21:9, 16:9 9:16 1:1, 16:9",
            "9:21, 16:9 9:16 1:1, 9:16" })
    void choosesNearestOnALogarithmicScale(String asked, String candidates, String expected) {
        assertThat(ratio(asked).nearest(ratios(candidates))).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
            "6:1, 4:1 9:1, 4:1",
            "1:6, 1:4 1:9, 1:4",
            "1:1, 2:1 1:2, 2:1" })
    void resolvesTiesTowardsTheSquareThenTheWideOne(String asked, String candidates, String expected) {
        List<AspectRatio> list = new ArrayList<>(ratios(candidates));
        assertThat(ratio(asked).nearest(list)).hasToString(expected);
        Collections.reverse(list);
        assertThat(ratio(asked).nearest(list)).hasToString(expected);
    }

    @Test
    void tellsApartWhatDoublesCannot() {
        // 3037000499:1 lies one part in 10^19 to the one side of the middle of these two
        AspectRatio low = new AspectRatio(1, 1);
        AspectRatio high = new AspectRatio(3037000499L * 3037000499L - 1, 1);
        assertThat(new AspectRatio(3037000499L, 1).nearest(List.of(low, high))).isEqualTo(high);
        AspectRatio higher = new AspectRatio(3037000499L * 3037000499L + 1, 1);
        assertThat(new AspectRatio(3037000499L, 1).nearest(List.of(low, higher))).isEqualTo(low);
    }

    @Test
    void mirroredQuestionHasMirroredAnswer() {
        List<AspectRatio> table = ratios("16:9 9:16 3:2 2:3 4:3 3:4 1:1");
        for (long width = 1; width <= 60; width++) {
            for (long height = 1; height < width; height++) {
                AspectRatio wide = new AspectRatio(width, height).nearest(table);
                AspectRatio tall = new AspectRatio(height, width).nearest(table);
                assertThat(tall).as("%d:%d", width, height).isEqualTo(new AspectRatio(wide.height(), wide.width()));
            }
        }
    }

    @Test
    void nothingToChooseFrom() {
        assertThatThrownBy(() -> ratio("1:1").nearest(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static AspectRatio ratio(String text) {
        return AspectRatio.parse(text).orElseThrow();
    }

    private static List<AspectRatio> ratios(String text) {
        return Stream.of(text.split(" ")).map(AspectRatioTest::ratio).toList();
    }
}
