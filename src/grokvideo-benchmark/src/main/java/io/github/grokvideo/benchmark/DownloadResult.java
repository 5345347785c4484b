package io.github.grokvideo.benchmark;

import java.util.List;

/**
 * How fast a contender fetched a video to a file.
 *
 * @param size       of the video in bytes
 * @param rates      of each time, in MiB per second
 * @param heapGrowth by how much the live heap grew at most during one that is not among them, in bytes
 */
public record DownloadResult(long size, List<Double> rates, long heapGrowth) {

    double median() {
        return rates.stream().sorted().toList().get(rates.size() / 2);
    }
}
