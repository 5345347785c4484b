package io.github.grokvideo.internal.gateway.response;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What became of jobs whose status nobody has heard of, and what is only like it. */
class StatusInferenceTest {

    static VideoJob read(String json) throws IOException {
        return JobReader.readJob(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "video_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'status':'finalized','output':{'url':'https://m.example/1.mp4'}}",
            "{'status':'FINISHED','video':{'url':'https://m.example/1.mp4'},'error':null}",
            "{'status':'complete','progress':100,'data':[{'url':'https://m.example/1.mp4'}],'error':{}}",
            "{'status':'rendering_complete','progress':'100%','url':'http://m.example/1'}",
            "{'status':'ready','outputs':['https://m.example/1.mp4'],'error':{'code':null,'message':''}}",
            "{'status':'delivered','done':true,'eta':0,'output':'https://m.example/v?id=7'}",
            "{'status':'ok','output':{'url':'https://m.example/1.mp4'},'error':{'message':'the audio was dropped'}}",
            "{'status':'uploaded','output':{'url':'https://m.example/1.mp4'},'error':'none','message':'all good'}" })
    void itHasItsVideo(String json) throws IOException {
        VideoJob job = read(json);
        assertThat(job.status()).as(json).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.videos()).hasSize(1);
        assertThat(job.error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'status':'aborted','error':{'code':'GPU_LOST','message':'the worker died'}}",
            "{'status':'terminated','progress':45,'error':{'message':'the worker died'}}",
            "{'status':'stopped','error':'the worker died','output':null}",
            "{'status':'dead','errors':[{'message':'the worker died'}]}",
            "{'status':'generation_failed','error':{'message':'the worker died'},'output':{'url':'https://m.example/in.mp4'}}",
            "{'status':'rendering_failed','error':{'reason':'the worker died'}}",
            "{'status':'crashed','failure_reason':'the worker died','progress':null}" })
    void itFailedInTheGatewaysWords(String json) throws IOException {
        VideoJob job = read(json);
        assertThat(job.status()).as(json).isEqualTo(JobStatus.FAILED);
        assertThat(job.error().message()).isEqualTo("the worker died");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'status':'polishing'}",
            "{'status':'polishing','error':null}", "{'status':'polishing','error':{}}",
            "{'status':'warm','error':{'code':null,'message':null}}", "{'status':'warm','error':''}",
            "{'status':'warm','error':[]}", "{'status':'warm','error':false}", "{'status':'warm','error':{'code':0}}",
            "{'status':'warm','error':{'code':'','message':'success'}}", "{'status':'warm','errors':[],'message':'soon'}",
            "{'status':'warm','message':'the worker died'}", "{'status':'warm','detail':'the worker died'}",
            "{'status':'polishing','output':{'url':'https://m.example/preview.mp4'}}",
            "{'status':'stage_2','output':{'url':'https://m.example/preview.mp4'}}",
            "{'status':'preview_ready','output':{'url':'https://m.example/preview.mp4'}}",
            "{'status':'almost_done','output':{'url':'https://m.example/preview.mp4'}}",
            "{'status':'warm','progress':99,'output':{'url':'https://m.example/preview.mp4'}}",
            "{'status':'warm','progress':'40%','output':{'url':'https://m.example/preview.mp4'}}",
            "{'status':'warm','done':false,'output':{'url':'https://m.example/preview.mp4'}}",
            "{'status':'warm','eta':12,'output':{'url':'https://m.example/preview.mp4'}}",
            "{'status':'warm','output':{'url':'https://m.example/thumb.jpg'}}",
            "{'status':'warm','output':{'url':'https://m.example/t','content_type':'image/png'}}",
            "{'status':'warm','output':{'url':'file:///etc/passwd'}}", "{'status':'warm','output':{'url':''}}",
            "{'status':'warm','url':'https://gateway.example/v1/videos/video_1'}",
            "{'status':'retrying','error':{'message':'attempt 1 failed'}}",
            "{'status':'in_review','error':{'message':'attempt 1 failed'}}",
            "{'status':'re_queued','done':false,'error':{'message':'attempt 1 failed'}}" })
    void itMayBeRunning(String json) throws IOException {
        assertThat(read(json).status()).as(json).isEqualTo(JobStatus.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = { "false", "'false'", "' False '", "0", "'0'", "'no'", "0.0" })
    void aVideoHeldBackIsToldHoweverItIsWritten(String respected) throws IOException {
        for (String json : new String[] {
                "{'status':'done','video':{'url':'https://m.example/1.mp4','respect_moderation':" + respected + "}}",
                "{'status':'finalized','url':'https://m.example/1.mp4','respect_moderation':" + respected + "}" }) {
            VideoJob job = read(json);
            assertThat(job.status()).as(json).isEqualTo(JobStatus.FAILED);
            assertThat(job.error().code()).isEqualTo("CONTENT_POLICY_VIOLATION");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "true", "'true'", "1", "'1'", "null", "'null'", "''", "'maybe'", "{}", "[false]" })
    void anyOtherIsNotHeldBack(String respected) throws IOException {
        assertThat(read("{'status':'done','video':{'url':'https://m.example/1.mp4','respect_moderation':" + respected + "}}")
                .status())
                .isEqualTo(JobStatus.COMPLETED);
    }
}
