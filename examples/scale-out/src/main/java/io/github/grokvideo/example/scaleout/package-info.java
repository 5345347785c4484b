/** What the examples with many machines share: machines that are JVMs, the emulator, and who did which job. */
package io.github.grokvideo.example.scaleout;
