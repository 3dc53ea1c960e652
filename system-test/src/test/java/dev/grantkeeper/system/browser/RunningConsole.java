package dev.grantkeeper.system.browser;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives test classes the one {@link Site} of the run: started for the first of them, and ended after the last. */
final class RunningConsole implements BeforeAllCallback, AfterTestExecutionCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(RunningConsole.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Assumptions.assumeTrue(site(context).isThere(), "no Chromium");
    }

    /** Pictures of what everybody saw when a test failed. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            site(context).site().picture(context.getRequiredTestMethod().getName());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Site.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return site(context).site();
    }

    private static Holder site(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        Holder.class,
                        key -> new Holder(Chromium.find().map(Site::start).orElse(null)),
                        Holder.class);
    }

    /** @param site null where there is no browser */
    private record Holder(Site site) implements AutoCloseable {

        boolean isThere() {
            return site != null;
        }

        @Override
        public void close() {
            if (site != null) {
                site.close();
            }
        }
    }
}
