package io.github.grokvideo;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

/**
 * Gives each request the next of several answers. WireMock's scenarios give the same one to requests at the same
 * moment.
 */
final class AnswersInTurn implements ResponseDefinitionTransformerV2 {

    private static final String NAME = "answers-in-turn";

    private record Turn(List<ResponseDefinition> answers, AtomicInteger next) {
    }

    private final Map<String, Turn> turns = new ConcurrentHashMap<>();

    /** An answer that is these in turn; the last one for ever. */
    ResponseDefinitionBuilder of(ResponseDefinitionBuilder... answers) {
        String id = UUID.randomUUID().toString();
        turns.put(id, new Turn(Stream.of(answers).map(ResponseDefinitionBuilder::build).toList(), new AtomicInteger()));
        return aResponse().withTransformers(NAME).withTransformerParameter(NAME, id);
    }

    @Override
    public ResponseDefinition transform(ServeEvent request) {
        Turn turn = turns.get(request.getTransformerParameters().getString(NAME));
        return turn.answers().get(Math.min(turn.next().getAndIncrement(), turn.answers().size() - 1));
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }
}
