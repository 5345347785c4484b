package io.github.grokvideo.example.scaleout;

import java.util.Map;

/** What the machines share, and nothing else: a broker or a database. */
public interface SharedService extends AutoCloseable {

    /** What it is and where, for people. */
    String description();

    /** The properties with which the routes find it. */
    Map<String, String> properties();

    /** How many jobs it keeps for some worker still. */
    long jobsLeft() throws Exception;

    @Override
    void close() throws Exception;
}
