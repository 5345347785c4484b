package io.github.grokvideo.benchmark.contender;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.github.grokvideo.benchmark.database.ClientDatabase;
import io.github.grokvideo.benchmark.database.DatabaseUse;

/**
 * db-scheduler with one task for each job: its first execution submits and stores the job's id as the task's data, the
 * following ones ask, and the last one removes it. Set up for many short executions, as its documentation says.
 */
final class DbSchedulerContender implements Contender {

    private static final String TABLE = """
            create table if not exists scheduled_tasks (
              task_name text not null,
              task_instance text not null,
              task_data bytea,
              execution_time timestamp with time zone,
              picked boolean not null,
              picked_by text,
              last_success timestamp with time zone,
              last_failure timestamp with time zone,
              consecutive_failures int,
              last_heartbeat timestamp with time zone,
              version bigint not null,
              priority smallint,
              primary key (task_name, task_instance)
            );
            create index if not exists execution_time_idx on scheduled_tasks (execution_time);
            create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat)
            """;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    /** Executions at a time; most of them wait for the gateway or the database. */
    private static final int THREADS = 64;
    /** More executions are fetched when fewer than so many for each thread are left, up to so many. */
    private static final double FETCH_BELOW = 1;
    private static final double FETCH_UP_TO = 4;
    /** Threads of the application that schedule. */
    private static final int CALLERS = 16;

    private final ClientDatabase database;
    private final GatewayClient gateway;
    private final long pollInterval;
    private final Outcome outcome;
    private final CustomTask<String> task;
    private final Scheduler scheduler;
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    DbSchedulerContender(Surroundings surroundings, long pollInterval, Outcome outcome) throws SQLException {
        this.pollInterval = pollInterval;
        this.outcome = outcome;
        database = ClientDatabase.postgres(surroundings.postgresUrl());
        try (Connection connection = database.dataSource().getConnection();
             Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        gateway = GatewayClient.http2(surroundings.stub());
        task = Tasks.custom("video", String.class)
                .onFailure((FailureHandler<String>) (complete, operations) -> failed(complete,
                        () -> operations.reschedule(complete, Instant.now().plus(AGAIN))))
                .execute((instance, context) -> execute(instance));
        scheduler = Scheduler.create(database.dataSource(), task).serializer(new Text()).threads(THREADS)
                .pollUsingLockAndFetch(FETCH_BELOW, FETCH_UP_TO).pollingInterval(LOOK).enableImmediateExecution()
                .shutdownMaxWait(Duration.ofSeconds(1)).build();
        scheduler.start();
    }

    @Override
    public void generate() {
        callers.execute(() -> {
            try {
                scheduler.scheduleIfNotExists(task.instance(UUID.randomUUID().toString()), Instant.now());
            } catch (RuntimeException e) {
                outcome.failed(e);
            }
        });
    }

    private CompletionHandler<String> execute(TaskInstance<String> instance) {
        String id = instance.getData();
        Answer answer = new Answer();
        if (id == null) {
            gateway.submit(instance.getId(), answer);
            return later(answer.join().id(), ThreadLocalRandom.current().nextLong(pollInterval));
        }
        gateway.ask(id, answer);
        if (!answer.join().completed()) {
            return later(id, pollInterval);
        }
        outcome.finished(id);
        return new CompletionHandler.OnCompleteRemove<>();
    }

    private static CompletionHandler<String> later(String id, long millis) {
        return (complete, operations) -> operations.reschedule(complete, Instant.now().plusMillis(millis), id);
    }

    // whatever it was, the job exists or may be submitted again with the same key
    private static void failed(ExecutionComplete complete, Runnable again) {
        complete.getCause().ifPresent(cause -> System.err.println("an execution failed: " + cause));
        again.run();
    }

    /** What the thread of an execution waits for. */
    private static final class Answer extends CompletableFuture<Answer.Status> implements GatewayClient.Reply {

        private record Status(String id, boolean completed) {
        }

        @Override
        public void answered(String id, boolean completed) {
            complete(new Status(id, completed));
        }

        @Override
        public void failed(Exception cause) {
            completeExceptionally(cause);
        }
    }

    /** A job's id as bytes, since Java's own serialization takes more. */
    private static final class Text implements Serializer {

        @Override
        public byte[] serialize(Object data) {
            return data == null ? null : ((String) data).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] data) {
            return data == null ? null : type.cast(new String(data, StandardCharsets.UTF_8));
        }
    }

    @Override
    public DatabaseUse databaseUse() {
        return database.use();
    }

    @Override
    public long open() {
        return database.number("select count(*) from scheduled_tasks");
    }

    @Override
    public void close() {
        callers.shutdownNow();
        scheduler.stop();
        gateway.close();
        database.close();
    }
}
