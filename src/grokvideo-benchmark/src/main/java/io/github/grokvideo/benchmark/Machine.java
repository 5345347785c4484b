package io.github.grokvideo.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.sun.management.OperatingSystemMXBean;

/**
 * Where and when figures were measured; they hold nowhere else, only their ratios may.
 *
 * @param date      in UTC, ISO 8601
 * @param processor its name
 * @param cores     that the JVM may use
 * @param memory    of the machine in GiB
 * @param system    operating system and architecture
 * @param java      the JVM
 * @param load      the load average of the minute before, which should be near 0
 * @param clock     by how much the clocks of two JVMs were found to differ at most, in microseconds
 */
public record Machine(
        String date, String processor, int cores, long memory, String system, String java, double load, double clock) {

    static Machine here(double clock) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), processorName(), system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) (1L << 30)), system.getName() + " " + system.getArch(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"), system.getSystemLoadAverage(),
                clock);
    }

    private static String processorName() throws IOException {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpuinfo)) {
            return "unknown processor";
        }
        try (var lines = Files.lines(cpuinfo)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim()).orElse("unknown processor");
        }
    }

    @Override
    public String toString() {
        return "%s, %d cores, %d GiB, %s, %s".formatted(processor, cores, memory, system, java);
    }
}
