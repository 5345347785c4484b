package io.github.grokvideo.normalize;

/**
 * What became of one parameter: nothing is changed without one of these.
 *
 * @param parameter the name of the parameter, as in the request
 * @param asked     the value given
 * @param result    the value that applies instead; equal to {@code asked} if it was taken as it is, and {@code null} if
 *                  the parameter has no effect
 * @param reason    why, in a sentence for people
 */
public record Conversion(String parameter, String asked, String result, String reason) {

    /** Whether what applies differs from what was asked. */
    public boolean changed() {
        return !asked.equals(result);
    }
}
