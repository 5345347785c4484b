package ${package};

import org.apache.camel.main.Main;

/** Makes videos of what lies in the folder inbox. The routes are in this package and in src/main/resources. */
public final class Application {

    private Application() {
    }

    public static void main(String[] args) throws Exception {
        main().run(args);
    }

    static Main main() {
        return new Main(Application.class);
    }
}
