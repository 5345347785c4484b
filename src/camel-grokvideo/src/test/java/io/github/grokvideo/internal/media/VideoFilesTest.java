package io.github.grokvideo.internal.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class VideoFilesTest {

    private static final List<String> PATHS = List.of(
            "../x", "../../x", "../../../../../../etc/passwd", "..\\x", "..\\..\\x", "..\\../x", "../..\\x", "/x", "//x",
            "/etc/passwd", "\\x", "\\\\server\\share\\x", "C:\\x", "C:x", "c:/x", "\\\\?\\C:\\x", "./x", "././x", "a/../x",
            "a/../../x", "a/b/x", "x/", "x//", "x\\", "x/.", "x/..", "..", ".", "...", "....", ". .", "../", "..\\", "/",
            "\\", "//", "/.", "/..", "~", "~/x", "~root/x", "$HOME/x", "${HOME}/x", "%USERPROFILE%\\x", "file:///etc/passwd",
            "https://media.example/x?y=z#a", "%2e%2e%2fx", "%2e%2e/x", "..%2fx", "..%5cx", "..%c0%afx", "..%00/x",
            "\u2025/x", "\uFF0E\uFF0E/x", "\uFF0E\uFF0E\uFF0Fx", "..\u2215x", "..\u2044x", "..\u29F5x", "..\uFF3Cx",
            ".\u200B./x", "x\u0000/../../y", "\u0000", "\u0000../x", "link/x", "link", "outside.mp4");

    private static final List<String> ODD = List.of(
            "", " ", "  ", "\t", "\n", "\r\n", "a\nb", "a\r\nb", "a\tb", "a\u0000b", "a\u0001b", "a\u001b[31mb", "a\u007fb",
            "a\u0080b", "a\u0085b", "a\u009fb", "a\u00a0b", "a\u00adb", "a\u200bb", "a\u200db", "a\u2028b", "a\u2029b",
            "a\u202egpj.exe", "\u202e4pm.x", "a\u2066b", "a\ufeffb", "a\ufffeb", "a\ud800b", "a\udc00b", "\ud800",
            "\udfff\ud800",
            ".hidden", "..hidden", "..mp4", ".mp4", "...mp4", "mp4", ".MP4", "a.", "a..", "a...", "a ", "a .", " a", ". a",
            "a. .", "a  b", "-rf", "--help", "-", "_", "*", "?", "a*b?c", "a:b", "a:b:$DATA", "a|b", "a<b>c", "a\"b", "a'b",
            "a`b", "a;b", "a&b", "a$b", "a!b", "a#b", "a%b", "a=b", "a@b", "a^b", "a+b", "a,b", "(a)", "[a]", "{a}",
            "a.mp4", "a.MP4", "a.Mp4.mp4", "a.mp4.exe", "a.tar.gz", "a.b.c.d", "a.webm", "video_1", "req_t1",
            "Ünïcödé", "e\u0301te\u0301", "\u00e9t\u00e9", "日本語", "中文视频", "한국어", "हिन्दी", "ไทย", "العربية", "עברית",
            "Ελληνικά", "ﬁ", "Å", "\u212b", "A\u030a", "İ", "ı", "ß", "ẞ", "😀", "a😀b", "👨‍👩‍👧‍👦", "🇩🇪",
            "a\u0301\u0302\u0303",
            "\u0301", "x".repeat(120), "x".repeat(255), "x".repeat(300), "x".repeat(70_000), "x".repeat(300) + ".mp4",
            "日".repeat(300), "日".repeat(100) + ".mp4", "x" + "𝒜".repeat(300), "𝒜".repeat(300), "é".repeat(300),
            "😀".repeat(300),
            "e\u0301".repeat(300), ".".repeat(300), " ".repeat(300), "../".repeat(300), "a/".repeat(300) + "x",
            "x".repeat(199) + " y", "x".repeat(199) + "." + "y".repeat(50));

    private static final List<String> DEVICES = List.of(
            "con", "CON", "Con", "con.mp4", "CON.txt", "con.tar.gz", "con .mp4", "prn", "aux", "nul", "NUL.mp4", "com0", "com1",
            "COM9", "com¹", "COM².mp4", "lpt1", "lpt9.mp4", "LPT³", "con.", "con ", "./con", "..\\nul", "con:", "nul\u0000");

    @TempDir
    Path root;

    private Path directory;
    private VideoFiles files;

    @BeforeEach
    void prepare() throws IOException {
        directory = Files.createDirectory(root.resolve("videos"));
        files = new VideoFiles(directory);
    }

    private Path part(String content) throws IOException {
        return Files.writeString(files.unfinished(), content);
    }

    private static Set<String> everythingBelow(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(path -> root.relativize(path).toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void noNameLeadsElsewhere() throws IOException {
        Path outside = Files.createDirectory(root.resolve("outside"));
        Path victim = Files.writeString(outside.resolve("victim.mp4"), "precious");
        Files.createSymbolicLink(directory.resolve("link"), outside);
        Files.createSymbolicLink(directory.resolve("link.mp4"), victim);
        Files.createSymbolicLink(directory.resolve("outside.mp4"), root.resolve("outside/new.mp4"));
        Set<String> before = everythingBelow(root);
        List<String> names = new ArrayList<>(PATHS);
        names.addAll(ODD);
        names.addAll(DEVICES);
        assertThat(names).hasSizeGreaterThan(200).doesNotHaveDuplicates();

        for (boolean replace : new boolean[] { false, true }) {
            for (String name : names) {
                String shown = name.length() > 40 ? name.substring(0, 40) + "..." : name;
                String content = "content " + names.indexOf(name);
                Path file = replace
                        ? files.moveOver(part(content), name, "mp4") : files.moveToNew(part(content), name, "mp4");

                assertThat(file).as(shown).isRegularFile().hasContent(content);
                assertThat(Files.isSymbolicLink(file)).as(shown).isFalse();
                assertThat(file.getParent()).as(shown).isEqualTo(directory);
                assertThat(file.toRealPath().getParent()).as(shown).isEqualTo(directory.toRealPath());
                sane(file.getFileName().toString(), shown);
            }
        }
        assertThat(victim).hasContent("precious");
        assertThat(everythingBelow(root)).filteredOn(path -> !path.startsWith("videos/") && !before.contains(path)).isEmpty();
        assertThat(everythingBelow(directory)).noneMatch(path -> path.endsWith(".part"));
    }

    private static void sane(String name, String wish) {
        assertThat(name).as(wish).matches("[\\p{L}\\p{M}\\p{N}_-][\\p{L}\\p{M}\\p{N}._ -]*\\.mp4");
        assertThat(name.getBytes(StandardCharsets.UTF_8).length).as(wish).isLessThanOrEqualTo(220);
        assertThat(name.toLowerCase()).as(wish)
                .doesNotMatch("(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])( *\\..*)?");
    }

    @Test
    void namesStayRecognisable() throws IOException {
        named("a cat", "a cat.mp4");
        named("a.mp4", "a.mp4");
        named("b.MP4", "b.mp4");
        named("c.mp4.exe", "c.mp4.exe.mp4");
        named("../../etc/passwd", "passwd.mp4");
        named("..\\..\\boot.ini", "boot.ini.mp4");
        named(".hidden", "hidden.mp4");
        named("...", "video.mp4");
        named("", "video-1.mp4");
        named("x?y*z", "x_y_z.mp4");
        named("line\r\nbreak", "line__break.mp4");
        named("exe\u202e4pm", "exe_4pm.mp4");
        named("con", "_con.mp4");
        named("NUL.mp4", "_NUL.mp4");
        named("cat😀", "cat_.mp4");
        named("x".repeat(300) + ".mp4", "x".repeat(196) + ".mp4");
    }

    @Test
    void namesInOtherScriptsStayReadable() throws IOException {
        assumeThat(System.getProperty("sun.jnu.encoding")).as("what the locale can write").isEqualTo("UTF-8");
        named("e\u0301te\u0301", "été.mp4");
        named("हिन्दी", "हिन्दी.mp4");
        named("日本語", "日本語.mp4");
        named("日".repeat(300), "日".repeat(66) + ".mp4");
        named("x" + "𝒜".repeat(300), "x" + "𝒜".repeat(49) + ".mp4");
    }

    private void named(String wish, String name) throws IOException {
        assertThat(files.moveToNew(part("x"), wish, "mp4")).hasFileName(name);
    }

    @Test
    void theExtensionIsThatOfTheContent() throws IOException {
        assertThat(files.moveToNew(part("x"), "a.mp4", "webm")).hasFileName("a.mp4.webm");
        assertThat(files.moveToNew(part("x"), "a.webm", "webm")).hasFileName("a.webm");
    }

    @Test
    void nothingIsOverwrittenUnlessAsked() throws IOException {
        assertThat(files.moveToNew(part("first"), "a", "mp4")).hasFileName("a.mp4");
        assertThat(files.moveToNew(part("second"), "a.mp4", "mp4")).hasFileName("a-1.mp4");
        assertThat(files.moveToNew(part("third"), "x/a", "mp4")).hasFileName("a-2.mp4");
        assertThat(directory.resolve("a.mp4")).hasContent("first");

        assertThat(files.moveOver(part("fourth"), "a", "mp4")).hasFileName("a.mp4").hasContent("fourth");
        assertThat(directory.resolve("a-1.mp4")).hasContent("second");
    }

    @Test
    void aLinkIsNeitherFollowedNorOverwritten() throws IOException {
        Path victim = Files.writeString(root.resolve("victim"), "precious");
        Files.createSymbolicLink(directory.resolve("a.mp4"), victim);
        Files.createSymbolicLink(directory.resolve("b.mp4"), root.resolve("not-there"));

        assertThat(files.moveToNew(part("new"), "a", "mp4")).hasFileName("a-1.mp4");
        assertThat(files.moveToNew(part("new"), "b", "mp4")).hasFileName("b-1.mp4");
        assertThat(files.moveOver(part("new"), "a", "mp4")).hasFileName("a.mp4").hasContent("new");
        assertThat(victim).hasContent("precious");
        assertThat(root.resolve("not-there")).doesNotExist();
    }

    @Test
    void aDirectoryOfThatNameIsKept() throws IOException {
        Files.createDirectory(directory.resolve("a.mp4"));
        assertThat(files.moveToNew(part("x"), "a", "mp4")).hasFileName("a-1.mp4");
        Path part = part("x");
        assertThatThrownBy(() -> files.moveOver(part, "a", "mp4")).isInstanceOf(IOException.class);
        assertThat(directory.resolve("a.mp4")).isDirectory();
    }

    @Test
    void theDirectoryIsMadeAndMayBeALink() throws IOException {
        Path deep = directory.resolve("a/b/c");
        assertThat(new VideoFiles(deep).unfinished().getParent()).isEqualTo(deep);
        assertThat(deep).isDirectory();

        Path link = Files.createSymbolicLink(root.resolve("link"), directory);
        VideoFiles linked = new VideoFiles(link);
        Path part = Files.writeString(linked.unfinished(), "x");
        assertThat(linked.moveToNew(part, "a", "mp4")).isEqualTo(link.resolve("a.mp4")).hasContent("x");
    }

    @Test
    void unfinishedFilesAreHiddenAndNeverTheSame() throws IOException {
        Path one = files.unfinished();
        assertThat(one.getFileName().toString()).startsWith(".");
        assertThat(files.unfinished()).isNotEqualTo(one);
    }

    @Test
    void everyOneOfManyAtOnceGetsItsOwnFile() throws Exception {
        int threads = 8;
        int rounds = 40;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<CompletableFuture<Path>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                all.addAll(finishing(pool, together, thread, rounds));
            }
            Set<Path> places = new TreeSet<>();
            for (CompletableFuture<Path> one : all) {
                places.add(one.get(20, TimeUnit.SECONDS));
            }
            assertThat(places).hasSize(threads * rounds);
            Set<String> contents = new TreeSet<>();
            for (Path place : places) {
                contents.add(Files.readString(place));
            }
            assertThat(contents).as("nobody's file was replaced").hasSize(threads * rounds);
        } finally {
            pool.shutdownNow();
        }
    }

    private List<CompletableFuture<Path>> finishing(
            ExecutorService pool, CyclicBarrier together, int thread, int rounds) {
        List<CompletableFuture<Path>> all = Stream.generate(CompletableFuture<Path>::new).limit(rounds).toList();
        pool.execute(() -> {
            for (int round = 0; round < rounds; round++) {
                try {
                    Path part = part(thread + " " + round);
                    together.await(10, TimeUnit.SECONDS);
                    all.get(round).complete(files.moveToNew(part, "round " + round, "mp4"));
                } catch (Exception e) {
                    all.get(round).completeExceptionally(e);
                }
            }
        });
        return all;
    }

    @Test
    void aReaderNeverSeesAPart() throws Exception {
        byte[] whole = new byte[1 << 20];
        Arrays.fill(whole, (byte) 'x');
        AtomicBoolean stop = new AtomicBoolean();
        AtomicBoolean seen = new AtomicBoolean();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            try {
                while (!stop.get()) {
                    for (String name : List.of("a.mp4", "b.mp4")) {
                        Path file = directory.resolve(name);
                        if (Files.exists(file)) {
                            seen.set(true);
                            assertThat(Files.size(file)).isEqualTo(whole.length);
                        }
                    }
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        for (int i = 0; i < 100; i++) {
            Path part = files.unfinished();
            Files.write(part, whole);
            String name = i % 2 == 0 ? "a" : "b";
            if (i > 1) {
                files.moveOver(part, name, "mp4");
            } else {
                files.moveToNew(part, name, "mp4");
            }
        }
        stop.set(true);
        reader.get(10, TimeUnit.SECONDS);
        assertThat(seen).as("the reader looked").isTrue();
    }

    @Test
    void aJvmWithoutLocaleStoresForeignNamesToo() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), WithoutLocale.class.getName(), directory.toString());
        builder.environment().put("LC_ALL", "C");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all.map(file -> file.getFileName().toString())).hasSize(1).first().asString()
                    .matches("(ol|_l|öl)-.*\\.mp4");
        }
    }

    /** Runs in a JVM of its own. */
    static final class WithoutLocale {

        public static void main(String[] args) throws IOException {
            VideoFiles files = new VideoFiles(Path.of(args[0]));
            Path part = Files.writeString(files.unfinished(), "x");
            files.moveToNew(part, "\u00f6l-\u65e5\u672c", "mp4");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToIsFound() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        for (Path place : List.of(file, file.resolve("below"), Path.of("/proc/none"), Path.of("/proc"),
                Path.of("/proc/self/x/y"))) {
            assertThatThrownBy(() -> new VideoFiles(place).check()).as(place.toString()).isInstanceOf(IOException.class);
        }
        new VideoFiles(directory.resolve("made/on/the/way")).check();
        assertThat(directory.resolve("made/on/the/way")).isEmptyDirectory();
    }

    @Test
    void theFolderOfAUserIsClosedToOthers() throws IOException {
        VideoFiles own = new VideoFiles(directory.resolve("own"), VideoFiles.Access.FOLDER_CLOSED);
        own.check();
        assertThat(permissions(own.directory())).isEqualTo("rwx------");
        assertThat(own.directory()).isEmptyDirectory();
        own.check();
        assertThat(own.isOwnerOnly()).isTrue();
    }

    @Test
    void aFolderThatIsOpenOrALinkOrAFileIsNotTakenForOnesOwn() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        for (String permissions : List.of("rwxr-xr-x", "rwx-----x", "rwx-w----", "rwxrwxrwx")) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));
            refusesToUse(open, "it is open to other users (" + permissions + ")");
        }
        Path closed = Files.createDirectory(root.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        refusesToUse(Files.createSymbolicLink(directory.resolve("link"), closed), "it is a link");
        refusesToUse(Files.createSymbolicLink(directory.resolve("dangling"), root.resolve("none")), "it is a link");
        refusesToUse(Files.createFile(directory.resolve("file")), "it is not a folder");
        assertThat(closed).isEmptyDirectory();
    }

    private static void refusesToUse(Path folder, String why) {
        VideoFiles own = new VideoFiles(folder, VideoFiles.Access.FOLDER_CLOSED);
        assertThatThrownBy(own::check).as(why).isInstanceOf(FileSystemException.class).hasMessageContaining(why);
        assertThatThrownBy(own::unfinished).as(why).isInstanceOf(FileSystemException.class).hasMessageContaining(why);
    }

    @Test
    void aFolderOfSomebodyElseIsNotTakenForOnesOwn() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("theirs"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        try {
            Files.setAttribute(folder, "unix:uid", 65_534);
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "only root can give a folder away");
        }
        assertThatThrownBy(() -> new VideoFiles(folder, VideoFiles.Access.FOLDER_CLOSED).check())
                .hasMessageContaining("it belongs to another user");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theFolderOfAUserIsNamedAfterTheUser() {
        assertThat(VideoFiles.ofUser().directory().getFileName().toString())
                .isEqualTo("grokvideo-" + System.getProperty("user.name"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aLongNameKeepsItsEnd() {
        assertThat(VideoFiles.safe("a".repeat(100_000) + ".mp4")).hasSize(200).endsWith("a.mp4");
        assertThat(VideoFiles.safe("\uD83D\uDE00".repeat(50_000) + ".webm")).doesNotContain("\uFFFD").endsWith(".webm");
        assertThat(VideoFiles.safe(" ".repeat(5000) + "x" + ".".repeat(5000))).isEqualTo("x");
        assertThat(VideoFiles.safe("/".repeat(5000) + "x/")).isEqualTo("video");
    }
}
