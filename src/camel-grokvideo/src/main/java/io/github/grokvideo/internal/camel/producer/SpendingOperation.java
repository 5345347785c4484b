package io.github.grokvideo.internal.camel.producer;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoSpendingFormat;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.message.MessageValues;
import io.github.grokvideo.internal.camel.message.SpendingText;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.SpendingGroup;
import io.github.grokvideo.model.SpendingRow;
import io.github.grokvideo.store.SpendingQuery;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** {@code spending}: reads what was spent, estimated and actual. */
final class SpendingOperation implements Operation {

    private static final String GROUPS = "day, route, provider, model, user, scope or total, separated by commas";

    private final GrokVideoConfiguration configuration;
    private final ZoneId zone;
    private final Set<SpendingGroup> by;
    private final VideoJobs jobs;
    private final Executor routes;
    private final Clock clock;

    /** @throws IllegalArgumentException if groups or time zone are not known */
    SpendingOperation(GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        this.configuration = configuration;
        this.jobs = runtime.jobs();
        this.routes = runtime.routes();
        this.clock = runtime.clock();
        try {
            this.zone = ZoneId.of(String.valueOf(configuration.getSpendingTimeZone()).strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "Option spendingTimeZone: invalid value '" + configuration.getSpendingTimeZone()
                                               + "', expected a time zone such as Europe/Berlin or UTC");
        }
        this.by = groups(configuration.getSpendingBy());
        if (by == null) {
            throw new IllegalArgumentException(
                    "Option spendingBy: invalid value '" + configuration.getSpendingBy() + "', expected " + GROUPS);
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        OperationContext.end(exchange, callback, jobs.spending(query(exchange.getIn())), routes,
                rows -> write(exchange.getMessage(), rows));
        return false;
    }

    private SpendingQuery query(Message in) {
        String named = MessageValues.text(in, GrokVideoConstants.SPENDING_BY, null);
        Set<SpendingGroup> groups = named == null ? by : groups(named);
        if (groups == null) {
            throw invalid(GrokVideoConstants.SPENDING_BY, named, GROUPS);
        }
        Instant now = clock.instant();
        // what is submitted at this moment, by the clock of the store
        Instant to = time(in, GrokVideoConstants.SPENDING_TO, now.plus(Duration.ofDays(1)));
        Instant from = time(in, GrokVideoConstants.SPENDING_FROM,
                now.minus(Duration.ofMillis(configuration.getSpendingPeriod())));
        return new SpendingQuery(from, to, zone, groups);
    }

    /** {@code null} if one is not known. */
    private static Set<SpendingGroup> groups(String text) {
        Set<SpendingGroup> groups = EnumSet.noneOf(SpendingGroup.class);
        for (String name : String.valueOf(text).split(",")) {
            String group = name.strip().toUpperCase(Locale.ROOT);
            if (Arrays.stream(SpendingGroup.values()).anyMatch(known -> known.name().equals(group))) {
                groups.add(SpendingGroup.valueOf(group));
            } else if (!group.equals("TOTAL")) {
                return null;
            }
        }
        return groups;
    }

    private Instant time(Message in, String header, Instant instead) {
        if (in.getHeader(header) instanceof Instant time) {
            return time;
        }
        String text = MessageValues.text(in, header, null);
        if (text == null) {
            return instead;
        }
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text.strip()).toInstant()
                    : LocalDate.parse(text.strip()).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw invalid(header, text, "a time such as 2026-01-31T12:00:00Z, or a day such as 2026-01-31");
        }
    }

    private static InvalidRequestException invalid(String header, Object value, String expected) {
        return new InvalidRequestException(
                GrokVideoException.because("header " + header + ": invalid value '" + value + "', expected " + expected));
    }

    private void write(Message message, List<SpendingRow> rows) {
        GrokVideoSpendingFormat format = configuration.getSpendingFormat();
        if (format == GrokVideoSpendingFormat.csv) {
            message.setBody(SpendingText.csv(rows));
            message.setHeader(Exchange.CONTENT_TYPE, "text/csv; charset=UTF-8");
        } else if (format == GrokVideoSpendingFormat.json) {
            message.setBody(SpendingText.json(rows));
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        } else {
            message.setBody(rows);
        }
    }
}
