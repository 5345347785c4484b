package io.github.grokvideo.benchmark.database;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** CPU time of a PostgreSQL server on this machine, which is many processes; read from Linux's {@code /proc}. */
final class PostgresCpu {

    private static final Path PROCESSES = Path.of("/proc");
    // what sysconf(_SC_CLK_TCK) is on Linux
    private static final long NANOS_PER_TICK = 10_000_000;
    // in what follows the name of the process: see proc(5)
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_ENDED_CHILDREN = 13;
    private static final int SYSTEM_OF_ENDED_CHILDREN = 14;

    private final long postmaster;

    PostgresCpu(long postmaster) {
        this.postmaster = postmaster;
    }

    /** In nanoseconds, of processes that have ended too; 0 where there is no {@code /proc}. */
    long time() throws IOException {
        if (!Files.isReadable(stat(String.valueOf(postmaster)))) {
            return 0;
        }
        long ticks = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                String pid = process.getFileName().toString();
                String[] fields = fields(pid);
                if (pid.equals(String.valueOf(postmaster))) {
                    ticks += sum(fields, USER, SYSTEM, USER_OF_ENDED_CHILDREN, SYSTEM_OF_ENDED_CHILDREN);
                } else if (fields.length > PARENT && fields[PARENT].equals(String.valueOf(postmaster))) {
                    ticks += sum(fields, USER, SYSTEM);
                }
            }
        }
        return ticks * NANOS_PER_TICK;
    }

    private static Path stat(String pid) {
        return PROCESSES.resolve(pid).resolve("stat");
    }

    private static String[] fields(String pid) throws IOException {
        try {
            String stat = Files.readString(stat(pid));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        } catch (NoSuchFileException e) {
            return new String[0];
        } catch (IOException e) {
            // it has ended while it was read
            if (Files.exists(stat(pid))) {
                throw e;
            }
            return new String[0];
        }
    }

    private static long sum(String[] fields, int... which) {
        long sum = 0;
        for (int field : which) {
            sum += Long.parseLong(fields[field]);
        }
        return sum;
    }
}
