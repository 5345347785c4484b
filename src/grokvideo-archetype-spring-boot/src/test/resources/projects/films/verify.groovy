def project = new File(basedir, 'project/acme-films')

def files = ['.gitignore', '.vscode/settings.json', 'README.md',
             'src/main/java/com/acme/films/Application.java',
             'src/main/resources/camel/text-to-video.camel.yaml',
             'src/main/resources/kamelets/film-style-action.kamelet.yaml']
files.each { assert new File(project, it).isFile() : it }
assert !new File(project, 'gitignore').exists() && !new File(project, 'vscode').exists()

// Camel's placeholders came through, the archetype's did not
assert new File(project, 'src/main/resources/camel/text-to-video.camel.yaml').text.contains('${header.CamelFileName} cost')
assert new File(project, 'src/main/java/com/acme/films/ProgressRoute.java').text.contains('"Job ${header.CamelGrokVideoJobId} is')
def pom = new File(project, 'pom.xml').text
assert pom.contains('<version>${camel.version}</version>') && !pom.contains('@')

def report = new File(project, 'target/surefire-reports').listFiles().find { it.name.endsWith('FilmsTest.txt') }.text
assert report.contains('Tests run: 3, Failures: 0, Errors: 0, Skipped: 0')
