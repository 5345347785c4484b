package ${package};

import org.apache.camel.main.Main;

/** Generates videos from the files in the folder inbox. The routes are in this package and in src/main/resources. */
public final class Application {

    private Application() {
    }

    public static void main(String[] args) throws Exception {
        main().run(args);
    }

    static Main main() {
        Main main = new Main(Application.class);
        main.configure().withRoutesIncludePattern("classpath:camel/*");
        return main;
    }
}
