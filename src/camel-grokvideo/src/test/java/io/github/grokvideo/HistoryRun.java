package io.github.grokvideo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.gateway.JobReading;
import io.github.grokvideo.internal.gateway.RequestPlan;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.VirtualTimer;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MemoryJobStore;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Lets one {@link History} happen. The component, its producers and its consumer are real, and so are the store in the
 * database and the HTTP requests to the emulator; time is virtual, and one thread does everything that the component
 * does, in an order that the history's seed decides. Where a machine dies, nothing that it does afterwards has an
 * effect.
 */
final class HistoryRun {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SLOW = Duration.ofSeconds(20);
    /** By then whatever is still open hangs. */
    private static final Duration END = Duration.ofHours(12);
    /** After an outage of the database nothing is written any more that was not written by then. */
    private static final Duration FORGIVEN = Duration.ofMinutes(30);
    private static final int MOST_REDELIVERIES = 500;
    /** The store's methods that reach no database. */
    private static final Set<String> WITHOUT_DATABASE = Set.of("isPersistent", "supportsBudgets", "setBudgetListener");

    private final History history;
    private final HistoryWorld world;
    private final SplittableRandom random;
    private final VirtualTimer time = new VirtualTimer();
    private final List<Runnable> ready = new ArrayList<>();
    private final List<Machine> machines = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private final Deque<History.Create> creates;
    private final Deque<History.Read> reads;
    private final Deque<Integer> deaths;
    private final List<CompletableFuture<Void>> heldToTheEnd = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<String> events = new TreeSet<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private int steps;
    private int died;

    HistoryRun(History history, HistoryWorld world) {
        this.history = history;
        this.world = world;
        this.random = new SplittableRandom(history.seed());
        this.creates = new ArrayDeque<>(history.creates());
        this.reads = new ArrayDeque<>(history.reads());
        this.deaths = new ArrayDeque<>(history.deaths());
    }

    /** What the history says: this time the route fails. */
    private static final class PlannedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PlannedException() {
            super("this time it fails", null, false, false);
        }
    }

    /** The machine is dead; unwinds what it was doing. */
    private static final class DeathException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DeathException() {
            super("dead", null, false, false);
        }
    }

    /** What became of a delivery of a message. */
    private enum Outcome {
        DELIVERED,
        ACCEPTED,
        FAILED,
        REFUSED,
        UNKNOWN
    }

    /** A logical request: a message that is delivered until one delivery of it comes to an end. */
    private static final class Order {
        private final String name;
        private final Set<Outcome> outcomes = new HashSet<>();
        private final Set<String> jobIds = new HashSet<>();
        private int open;
        private int failingResults;
        private int results;

        Order(History.Request request, String name) {
            this.name = name;
            this.open = request.copies();
            this.failingResults = request.failingResults();
        }

        @Override
        public String toString() {
            return name + " " + outcomes + " results " + results;
        }
    }

    /** One delivery of a message to a machine, with Camel's redeliveries of the same exchange. */
    private static final class Delivery {
        private final Order order;
        private final Exchange exchange;
        private boolean waiting;
        private int completions;
        private int redeliveries;

        Delivery(Order order, Exchange exchange) {
            this.order = order;
            this.exchange = exchange;
        }
    }

    /** Runs to the end, and tells what should not have happened. */
    List<String> violations() throws Exception {
        world.reset();
        for (History.Request request : history.requests()) {
            orders.add(new Order(request, world.newName()));
        }
        for (int i = 0; i < history.machines(); i++) {
            start();
        }
        for (Order order : orders) {
            for (int i = order.open; i > 0; i--) {
                deliver(order);
            }
        }
        while (violations.isEmpty()) {
            if (!ready.isEmpty()) {
                int chosen = random.nextInt(ready.size());
                Runnable task = ready.get(chosen);
                ready.set(chosen, ready.get(ready.size() - 1));
                ready.remove(ready.size() - 1);
                task.run();
            } else if (isOver()) {
                break;
            } else {
                letTimePass();
            }
        }
        machines.forEach(Machine::bury);
        heldToTheEnd.forEach(held -> held.complete(null));
        world.barrier();
        judge();
        return violations;
    }

    /** The kinds of things that have happened. */
    Set<String> events() {
        return events;
    }

    private void letTimePass() throws SQLException {
        Duration next = time.untilNext();
        if (next == null && underWay.get() > 0) {
            awaitArrival();
            return;
        }
        if (next == null && isOutageWithEnd()) {
            next = FORGIVEN;
        }
        if (next == null || time.nanoTime() + next.toNanos() > END.toNanos()) {
            violations.add("hangs: " + orders + ", in the store " + world.unsettled());
            return;
        }
        world.awaitRendering();
        world.clock().advance(next);
        time.advance(next);
    }

    // an answer is being read on a thread of the HTTP client
    private void awaitArrival() {
        long limit = System.nanoTime() + REQUEST_TIMEOUT.toNanos();
        while (time.untilNext() == null) {
            if (System.nanoTime() > limit) {
                violations.add("an answer never arrives: " + orders);
                return;
            }
            Thread.yield();
        }
    }

    private boolean isOver() throws SQLException {
        for (Order order : orders) {
            if (order.open > 0 || order.outcomes.contains(Outcome.ACCEPTED) && order.results == 0 && !isForgiven()) {
                return false;
            }
        }
        return !history.inDatabase() || isForgiven() || !world.database().isGone() && isSettled();
    }

    private boolean isSettled() throws SQLException {
        List<String> open = history.areSeveral() ? world.unsettledOfSeveral() : world.unsettled();
        for (Order order : orders) {
            if (!order.outcomes.contains(Outcome.UNKNOWN)) {
                continue;
            }
            if (history.outageAt() > 0 && history.machines() > 1) {
                // while the database was away, one machine had to call unknown what another knew and has noted since
                open.removeIf(entry -> entry.startsWith(order.name + " "));
            }
            if (history.stopAt() > 0) {
                // the exchange could not be kept open until the answer came, which was noted all the same
                open.remove(order.name + " ACCEPTED");
            }
        }
        return open.isEmpty();
    }

    // what could not be written before the machine ended was told in the exchange, and nowhere else
    private boolean isForgiven() {
        return isOutageWithEnd() && time.nanoTime() > FORGIVEN.toNanos();
    }

    private boolean isOutageWithEnd() {
        return history.outageAt() > 0 && (died > 0 || history.stopAt() > 0);
    }

    private void judge() {
        boolean keyed = history.isOnly(GrokVideoProvider.lumenfall);
        for (Order order : orders) {
            Set<String> billed = world.billed(order.name);
            if (billed.size() > 1) {
                violations.add("billed " + billed.size() + " times: " + order);
            }
            if (keyed && order.outcomes.contains(Outcome.UNKNOWN)) {
                violations.add("unknown though a key helps: " + order);
            }
            boolean told = order.jobIds.containsAll(billed) && !order.jobIds.isEmpty();
            if (!billed.isEmpty() && !told && !order.outcomes.contains(Outcome.UNKNOWN)) {
                violations.add("paid and lost: " + order);
            }
            if (!billed.containsAll(order.jobIds)) {
                violations.add("told of jobs that are none of its own: " + order.jobIds + " " + order);
            }
            if (order.results > 1 && died == 0 && history.stopAt() == 0 && history.outageAt() == 0) {
                violations.add("handed on " + order.results + " times: " + order);
            }
        }
    }

    // messages

    private void deliver(Order order) {
        List<Machine> alive = machines.stream().filter(machine -> !machine.dead).toList();
        if (alive.isEmpty()) {
            later(Duration.ofSeconds(1), () -> deliver(order));
            return;
        }
        Machine machine = alive.get(random.nextInt(alive.size()));
        Exchange exchange = new DefaultExchange(world.context());
        Delivery delivery = new Delivery(order, exchange);
        machine.deliveries.add(delivery);
        machine.process(delivery);
    }

    private void completed(Machine machine, Delivery delivery) {
        Exception thrown = delivery.exchange.getException();
        Order order = delivery.order;
        String id = delivery.exchange.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class);
        if (thrown == null) {
            order.jobIds.add(id);
            end(machine, delivery, history.waiting() ? Outcome.DELIVERED : Outcome.ACCEPTED);
            return;
        }
        if (!(thrown instanceof GrokVideoException failure)) {
            violations.add("an exchange fails with " + thrown);
            return;
        }
        if (failure instanceof JobFailedException || failure instanceof ModerationException && failure.getJobId() != null) {
            order.jobIds.add(failure.getJobId());
            end(machine, delivery, Outcome.FAILED);
        } else if (failure instanceof SubmissionUnknownException && !failure.isRetryable()) {
            end(machine, delivery, Outcome.UNKNOWN);
        } else if (!failure.isRetryable()) {
            end(machine, delivery, Outcome.REFUSED);
        } else if (++delivery.redeliveries > MOST_REDELIVERIES) {
            violations.add("never ends, last failure " + failure);
        } else if (!history.named() || random.nextBoolean() && !machine.stopping) {
            events.add("REDELIVERY");
            machine.schedule(Duration.ofSeconds(1), () -> machine.processAgain(delivery));
            delivery.waiting = true;
        } else {
            machine.deliveries.remove(delivery);
            later(Duration.ofSeconds(1 + random.nextInt(30)), () -> deliver(order));
        }
    }

    private void end(Machine machine, Delivery delivery, Outcome outcome) {
        machine.deliveries.remove(delivery);
        delivery.order.outcomes.add(outcome);
        events.add(outcome.name());
        delivery.order.open--;
    }

    private void result(Machine machine, Exchange exchange) {
        machine.step();
        String id = exchange.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class);
        String prompt = world.prompt(id);
        Order order = orders.stream().filter(known -> known.name.equals(prompt)).findFirst().orElse(null);
        if (order == null) {
            violations.add("a result of nothing: " + id);
            return;
        }
        if (order.failingResults > 0) {
            order.failingResults--;
            throw new PlannedException();
        }
        order.jobIds.add(id);
        order.results++;
        events.add("HANDED_ON");
        machine.step();
    }

    private boolean isNotified() {
        return history.notified() && history.isOnly(GrokVideoProvider.lumenfall);
    }

    // a webhook that comes twice, and to whom the job may mean nothing
    private void tell(String jobId) {
        for (int i = 0; i < 2; i++) {
            later(Duration.ofMillis(random.nextInt(8000)), () -> {
                List<Machine> alive = machines.stream().filter(machine -> !machine.dead).toList();
                if (!alive.isEmpty()) {
                    alive.get(random.nextInt(alive.size())).tell(jobId);
                }
            });
        }
    }

    private void later(Duration delay, Runnable task) {
        time.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    // machines

    private void start() throws Exception {
        Machine machine = new Machine(deaths.isEmpty() ? 0 : deaths.poll());
        machines.add(machine);
        machine.begin();
    }

    private void startLater() {
        later(Duration.ofSeconds(random.nextInt(60)), () -> {
            try {
                if (history.inDatabase() && world.database().isGone()) {
                    startLater();
                } else {
                    start();
                }
            } catch (Exception e) {
                violations.add("cannot start: " + e);
            }
        });
    }

    /** A process with the component in it. */
    private final class Machine {

        private final GrokVideoComponent component = new GrokVideoComponent();
        private final Set<Delivery> deliveries = new HashSet<>();
        private int stepsToLive;
        private boolean stopping;
        private boolean dead;
        private boolean buried;
        private AsyncProcessor producer;
        private Consumer consumer;
        private LifecycleStrategy lifecycle;

        Machine(int stepsToLive) {
            this.stepsToLive = stepsToLive;
        }

        void tell(String jobId) {
            GrokVideoRuntime runtime = component.runtime();
            runtime.jobs().wake(
                    runtime.baseUrl(component.getConfiguration()).authority(), "webhook of " + jobId, jobId);
        }

        void begin() throws Exception {
            List<LifecycleStrategy> before = List.copyOf(world.context().getLifecycleStrategies());
            world.startThreads(() -> new Threads());
            component.setCamelContext(world.context());
            component.runtime().replaceEnvironment(environment -> environment
                    .withTime(time::nanoTime, world.clock()).withDecorator(SteppingGateway::new));
            component.setAllowLoopback(true);
            component.setSubmissionsPerSecond(history.spaced() ? 1.0 : 0.0);
            List<GrokVideoProvider> providers = new ArrayList<>(history.providers());
            if (history.areSeveral() && random.nextBoolean()) {
                Collections.reverse(providers);
            }
            component.getConfiguration().setApiKey(of(providers, provider -> world.apiKey()));
            component.getConfiguration().setProvider(of(providers, GrokVideoProvider::name));
            component.getConfiguration().setBaseUrl(of(providers, world::baseUrl));
            component.setJobStore(stepping(
                    history.inDatabase() ? world.store() : new MemoryJobStore(world.clock(), 10)));
            ServiceHelper.startService(component);
            lifecycle = world.context().getLifecycleStrategies().stream().filter(one -> !before.contains(one)).findFirst()
                    .orElseThrow();
            Endpoint endpoint = component.createEndpoint(
                    (history.waiting() ? "grokvideo:generate" : "grokvideo:submit")
                                                         + "?duration=1&pollInterval=3s&requestRetries=2&requestTimeout="
                                                         + REQUEST_TIMEOUT.toMillis() + "&jobTimeout="
                                                         + history.patientSeconds() + "s"
                                                         + (isNotified() ? "&webhookUrl=" + world.webhookUrl() : ""));
            producer = (AsyncProcessor) endpoint.createAsyncProducer();
            ServiceHelper.startService(endpoint, producer);
            if (!history.waiting()) {
                Endpoint results = component.createEndpoint("grokvideo:results?claimInterval=5s&leaseTime=30s&pollInterval=3s");
                consumer = results.createConsumer(exchange -> result(this, exchange));
                ((DefaultConsumer) consumer).setExceptionHandler(
                        new LoggingExceptionHandler(world.context(), HistoryRun.class, LoggingLevel.WARN) {
                            @Override
                            public void handleException(String message, Exchange exchange, Throwable thrown) {
                                if (!(thrown instanceof PlannedException) && !(thrown instanceof DeathException)) {
                                    super.handleException(message, exchange, thrown);
                                }
                            }
                        });
                ServiceHelper.startService(results, consumer);
            }
        }

        private String of(List<GrokVideoProvider> providers, Function<GrokVideoProvider, String> option) {
            return providers.stream().map(option).collect(Collectors.joining(","));
        }

        // steps, and death at any of them

        void step() {
            if (dead) {
                throw new DeathException();
            }
            steps++;
            if (steps == history.outageAt()) {
                world.database().gone(true);
                events.add("OUTAGE");
                later(Duration.ofSeconds(history.outageSeconds()), () -> world.database().gone(false));
            }
            if (steps == history.stopAt() && !stopping) {
                stopping = true;
                events.add("STOP");
                ready.add(this::stop);
            }
            if (stepsToLive > 0 && --stepsToLive == 0) {
                dead = true;
                died++;
                events.add("DEATH");
                ready.add(this::fall);
                throw new DeathException();
            }
        }

        private void fall() {
            bury();
            for (Delivery delivery : deliveries) {
                // nobody has acknowledged it
                later(Duration.ofSeconds(random.nextInt(60)), () -> deliver(delivery.order));
            }
            startLater();
        }

        void bury() {
            dead = true;
            if (!buried) {
                buried = true;
                unplug();
            }
        }

        private void unplug() {
            ServiceHelper.stopService(consumer, producer, component);
            world.context().getLifecycleStrategies().remove(lifecycle);
        }

        // as Camel does: waits are ended, exchanges under way may finish, then everything stops
        private void stop() {
            if (dead) {
                return;
            }
            lifecycle.onContextStopping(world.context());
            stopWhenIdle(45);
        }

        private void stopWhenIdle(int seconds) {
            if (dead) {
                return;
            }
            if (seconds > 0 && deliveries.stream().anyMatch(delivery -> !delivery.waiting)) {
                later(Duration.ofSeconds(1), () -> stopWhenIdle(seconds - 1));
                return;
            }
            buried = true;
            unplug();
            if (!dead && deliveries.stream().anyMatch(delivery -> delivery.completions == 0)) {
                violations.add("an exchange does not complete though its machine stops: " + orders);
            }
            dead = true;
            fall();
        }

        void schedule(Duration delay, Runnable task) {
            later(delay, () -> {
                if (!dead) {
                    task.run();
                }
            });
        }

        private JobStore stepping(JobStore store) {
            return (JobStore) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] { JobStore.class }, (proxy, method, arguments) -> {
                        if (WITHOUT_DATABASE.contains(method.getName())) {
                            return method.invoke(store, arguments);
                        }
                        step();
                        try {
                            Object answer = method.invoke(store, arguments);
                            step();
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        // exchanges

        void process(Delivery delivery) {
            Exchange exchange = delivery.exchange;
            exchange.getIn().setBody(delivery.order.name);
            if (history.named()) {
                exchange.getIn().setHeader(GrokVideoConstants.IDEMPOTENCY_KEY, delivery.order.name);
            }
            delivery.completions = 0;
            try {
                producer.process(exchange, doneSync -> {
                    if (dead) {
                        return;
                    }
                    if (++delivery.completions > 1) {
                        violations.add("an exchange completes twice: " + delivery.order);
                    }
                    if (String.valueOf(exchange.getMessage().getHeader(GrokVideoConstants.WARNINGS)).contains(" is tried: ")) {
                        events.add("WENT_ON");
                    }
                    ready.add(() -> {
                        if (!dead) {
                            completed(this, delivery);
                        }
                    });
                });
            } catch (DeathException e) {
                // its message is delivered to another
            }
        }

        void processAgain(Delivery delivery) {
            delivery.waiting = false;
            delivery.exchange.setException(null);
            delivery.exchange.getIn().setHeader(Exchange.REDELIVERY_COUNTER, delivery.redeliveries);
            process(delivery);
        }

        // what the component is made of

        /** Threads of a pool, or the timer: what they do is done by the one who lets the history happen. */
        private final class Threads extends AbstractExecutorService implements ScheduledExecutorService {

            private final Deque<Runnable> tasks = new ArrayDeque<>();
            private boolean shutdown;

            @Override
            public void execute(Runnable command) {
                if (dead) {
                    return;
                }
                if (shutdown) {
                    throw new RejectedExecutionException();
                }
                tasks.add(command);
                ready.add(() -> {
                    if (tasks.remove(command)) {
                        run(command);
                    }
                });
            }

            private void run(Runnable task) {
                try {
                    step();
                    task.run();
                } catch (DeathException e) {
                    // it is
                }
            }

            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                if (shutdown && !dead) {
                    throw new RejectedExecutionException();
                }
                return time.schedule(() -> {
                    if (!shutdown && !dead) {
                        run(command);
                    }
                }, delay, unit);
            }

            @Override
            public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
                // what is repeated only tidies up, at times beyond a history
                return schedule(command, first, unit);
            }

            @Override
            public void shutdown() {
                shutdown = true;
            }

            @Override
            public List<Runnable> shutdownNow() {
                shutdown = true;
                tasks.clear();
                return List.of();
            }

            @Override
            public boolean awaitTermination(long timeout, TimeUnit unit) {
                while (!tasks.isEmpty()) {
                    run(tasks.poll());
                }
                return true;
            }

            @Override
            public boolean isShutdown() {
                return shutdown;
            }

            @Override
            public boolean isTerminated() {
                return shutdown && tasks.isEmpty();
            }

            @Override
            public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
                throw new UnsupportedOperationException();
            }

            @Override
            public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
                throw new UnsupportedOperationException();
            }
        }

        /** Sends real requests, one at a time, and lets happen to each what the history says. */
        private final class SteppingGateway implements VideoGateway {

            private final VideoGateway gateway;

            SteppingGateway(VideoGateway gateway) {
                this.gateway = gateway;
            }

            @Override
            public CompletableFuture<VideoJob> submit(VideoRequest request, Duration timeout) {
                History.Create planned = creates.isEmpty() ? History.Create.OK : creates.poll();
                CompletableFuture<Void> held = new CompletableFuture<>();
                Fault fault = switch (planned) {
                    case OK, SLOW -> Fault.none();
                    case BAD_REQUEST -> Fault.status(400);
                    case NO_BALANCE -> Fault.status(402);
                    case RATE_LIMITED -> Fault.status(429);
                    case RATE_LIMITED_WITH_HINT -> Fault.status(429).retryAfter(7);
                    case SERVER_ERROR -> Fault.status(500);
                    case UNAVAILABLE -> Fault.status(503);
                    case RESET_BEFORE_ACCEPTANCE -> Fault.dropBefore();
                    case RESET_AFTER_ACCEPTANCE -> Fault.dropAfter();
                    case TRUNCATED_ANSWER -> Fault.truncatedBody();
                    case UNREADABLE_ANSWER -> Fault.malformedJson();
                    case TIMEOUT_LOST -> Fault.dropBefore().heldUntil(held);
                    case TIMEOUT_THEN_ACCEPTED, TIMEOUT_ACCEPTED_AT_THE_END -> Fault.none().heldUntil(held);
                    case JOB_FAILS -> Fault.failure("PROVIDER_ERROR", "no luck");
                    case JOB_IS_MODERATED -> Fault.moderation();
                };
                boolean stalled = planned.name().startsWith("TIMEOUT");
                if (planned == History.Create.TIMEOUT_ACCEPTED_AT_THE_END) {
                    heldToTheEnd.add(held);
                }
                CompletableFuture<VideoJob> answer
                        = send(Operation.CREATE, fault, stalled, () -> gateway.submit(request, timeout));
                if (planned == History.Create.TIMEOUT_LOST || planned == History.Create.TIMEOUT_THEN_ACCEPTED) {
                    answer.whenComplete((job, thrown) -> {
                        held.complete(null);
                        world.barrier();
                    });
                }
                answer.thenAccept(job -> {
                    if (isNotified()) {
                        tell(job.id());
                    }
                });
                return arriving(answer, planned == History.Create.SLOW ? SLOW : Duration.ZERO);
            }

            @Override
            public CompletableFuture<JobReading> read(String jobId, JobReading before, Duration timeout) {
                History.Read planned = reads.isEmpty() ? History.Read.OK : reads.poll();
                CompletableFuture<Void> held = new CompletableFuture<>();
                Fault fault = switch (planned) {
                    case OK -> Fault.none();
                    case RATE_LIMITED -> Fault.status(429).retryAfter(7);
                    case UNAVAILABLE -> Fault.status(503);
                    case RESET -> Fault.dropBefore();
                    case TRUNCATED_ANSWER -> Fault.truncatedBody();
                    case TIMEOUT -> Fault.dropBefore().heldUntil(held);
                };
                CompletableFuture<JobReading> answer
                        = send(Operation.GET, fault, planned == History.Read.TIMEOUT,
                                () -> gateway.read(jobId, before, timeout));
                answer.whenComplete((job, thrown) -> held.complete(null));
                return arriving(answer, Duration.ZERO);
            }

            private <T> CompletableFuture<T> send(
                    Operation operation, Fault fault, boolean stalled, Supplier<CompletableFuture<T>> request) {
                step();
                world.faults().next(operation, fault);
                CompletableFuture<T> answer = request.get();
                if (stalled) {
                    world.awaitFaultTaken(answer);
                } else {
                    awaitEnd(answer);
                }
                // a request that was not sent leaves its fault behind
                world.faults().clear();
                return answer;
            }

            private <T> void awaitEnd(CompletableFuture<T> answer) {
                try {
                    answer.handle((value, thrown) -> null).get(60, TimeUnit.SECONDS);
                } catch (InterruptedException | ExecutionException | TimeoutException e) {
                    throw new IllegalStateException("no end of a request", e);
                }
            }

            // the answer is there; when its machine comes to it is another matter
            private <T> CompletableFuture<T> arriving(CompletableFuture<T> answer, Duration delay) {
                CompletableFuture<T> arrived = new CompletableFuture<>();
                underWay.incrementAndGet();
                answer.whenComplete((value, thrown) -> later(delay, () -> ready.add(() -> {
                    try {
                        step();
                    } catch (DeathException e) {
                        return;
                    }
                    if (thrown == null) {
                        arrived.complete(value);
                    } else {
                        arrived.completeExceptionally(thrown);
                    }
                }))).whenComplete((value, thrown) -> underWay.decrementAndGet());
                return arrived;
            }

            @Override
            public RequestPlan plan(VideoRequest request) {
                return gateway.plan(request);
            }

            @Override
            public CompletableFuture<Void> cancel(String jobId, Duration timeout) {
                return gateway.cancel(jobId, timeout);
            }

            @Override
            public CompletableFuture<CostEstimate> estimate(VideoRequest request, Duration timeout) {
                return gateway.estimate(request, timeout);
            }

            @Override
            public CompletableFuture<String> webhookSecret(Duration timeout) {
                return gateway.webhookSecret(timeout);
            }

            @Override
            public boolean knowsWebhooks() {
                return gateway.knowsWebhooks();
            }

            @Override
            public boolean knowsIdempotencyKeys() {
                return gateway.knowsIdempotencyKeys();
            }

            @Override
            public boolean canCancel() {
                return gateway.canCancel();
            }

            @Override
            public boolean canExtend() {
                return gateway.canExtend();
            }

            @Override
            public String provider() {
                return gateway.provider();
            }

            @Override
            public String authority() {
                return gateway.authority();
            }

            @Override
            public String account() {
                return gateway.account();
            }
        }
    }
}
