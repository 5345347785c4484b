package io.github.grokvideo.cli;

import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** The command {@code camel}, whose script otherwise JBang compiles. */
public final class Camel {

    private Camel() {
    }

    public static void main(String[] args) {
        CamelJBangMain.run(args);
    }
}
