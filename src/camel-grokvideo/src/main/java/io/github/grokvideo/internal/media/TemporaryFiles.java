package io.github.grokvideo.internal.media;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The temporary files of a Camel context that still exist; those that are left are deleted when the context stops. */
final class TemporaryFiles extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);
    private static final Cleaner CLEANER = Cleaner.create();

    private final Set<Deletion> files = ConcurrentHashMap.newKeySet();

    static synchronized TemporaryFiles of(CamelContext context) {
        TemporaryFiles files = context.hasService(TemporaryFiles.class);
        if (files == null) {
            files = new TemporaryFiles();
            ServiceHelper.startService(files);
            try {
                context.addService(files);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return files;
    }

    /**
     * @param  owner   the file is deleted at the latest when it is no longer referenced
     * @param  streams that read the file, and are closed before it is deleted
     * @return         deletes the file
     */
    Cleaner.Cleanable add(Object owner, Path path, Set<InputStream> streams) {
        Deletion deletion = new Deletion(path, streams, files);
        files.add(deletion);
        return CLEANER.register(owner, deletion);
    }

    @Override
    protected void doStop() {
        files.forEach(Deletion::run);
    }

    /** Must not refer to the owner. */
    private record Deletion(Path path, Set<InputStream> streams, Set<Deletion> files) implements Runnable {

        @Override
        public void run() {
            if (!files.remove(this)) {
                return;
            }
            try {
                // a partly read stream is still open, and an open file may not be deletable
                for (InputStream stream : streams) {
                    stream.close();
                }
                streams.clear();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.warn("Cannot delete the temporary file {}: {}", path, e.getMessage());
            }
        }

        // by identity: a record would compare the sets, which contain it
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
