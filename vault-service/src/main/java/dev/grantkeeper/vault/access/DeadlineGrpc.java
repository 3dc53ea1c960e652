package dev.grantkeeper.vault.access;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads the caller's deadline (gRPC over HTTP/2, Timeout), which the transport hands on as the header it came in. */
@ApplicationScoped
public class DeadlineGrpc implements ServerInterceptor {

    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<Deadline> DEADLINE = Context.key("deadline");
    private static final Pattern FORM = Pattern.compile("([0-9]{1,8})([HMSmun])");
    private static final Map<String, TimeUnit> UNITS = Map.of(
            "H", TimeUnit.HOURS,
            "M", TimeUnit.MINUTES,
            "S", TimeUnit.SECONDS,
            "m", TimeUnit.MILLISECONDS,
            "u", TimeUnit.MICROSECONDS,
            "n", TimeUnit.NANOSECONDS);

    /** How long the current call's caller still waits; empty when it set no deadline. */
    public static Optional<Duration> left() {
        return Optional.ofNullable(DEADLINE.get())
                .map(deadline -> Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
    }

    static Optional<Deadline> read(String timeout) {
        return Optional.ofNullable(timeout)
                .map(FORM::matcher)
                .filter(form -> form.matches())
                .map(form -> Deadline.after(Long.parseLong(form.group(1)), UNITS.get(form.group(2))));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var context =
                Context.current().withValue(DEADLINE, read(headers.get(HEADER)).orElse(null));
        return Contexts.interceptCall(context, call, headers, next);
    }
}
