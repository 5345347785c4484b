package io.github.grokvideo.internal.camel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A text that Camel 4.18.0 took from a Pipe comes to the Kamelet encoded; any other is left as it is. */
class KameletTextFunctionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "A+cat+on+a+skateboard | A cat on a skateboard",
            "a+cat+%26+a+dog%3A+100+%+fun+%2B+more | a cat & a dog: 100 % fun + more",
            "%E7%8C%AB | 猫", "b%C3%A4r | bär" })
    void isDecodedIfItIsEncoded(String encoded, String prompt) {
        assertThat(new KameletTextFunction().apply(encoded)).isEqualTo(prompt);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "A cat on a skateboard", "one + one", "100%25 sure", "C++", "cat", "+", "50%", "a%2Bb c", "猫+狗", "skate-board",
            "{{prompt}}" })
    void isLeftAloneIfAPersonCouldHaveWrittenIt(String prompt) {
        assertThat(new KameletTextFunction().apply(prompt)).isEqualTo(prompt);
    }
}
