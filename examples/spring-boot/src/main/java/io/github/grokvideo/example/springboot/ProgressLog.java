package io.github.grokvideo.example.springboot;

import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The bean that the route names as {@code progressUri}: a line whenever a job stands elsewhere than before. */
@Component("progress")
public class ProgressLog {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);

    @Handler
    public void changed(VideoJob job) {
        LOG.info("Job {}: {}{}", job.id(), job.status(), job.progress() == null ? "" : " " + job.progress() + " %");
    }
}
