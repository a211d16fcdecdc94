package multvae.cli;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import multvae.io.Printable;

/** What is logged, for a terminal and for run.log: whatever a message or an exception quotes, there is nothing that a terminal obeys. */
public final class PrintableLayout extends PatternLayout {

    @Override
    public String doLayout(ILoggingEvent event) {
        return Printable.lines(super.doLayout(event));
    }
}
