package io.github.grokvideo.example.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Handler;
import org.jboss.logging.Logger;

/** The bean that the route names as {@code progressUri}: a line whenever a job stands elsewhere than before. */
@Named("progress")
@ApplicationScoped
public class ProgressLog {

    private static final Logger LOG = Logger.getLogger(ProgressLog.class);

    @Handler
    public void changed(VideoJob job) {
        LOG.infof("Job %s: %s%s", job.id(), job.status(), job.progress() == null ? "" : " " + job.progress() + " %");
    }
}
