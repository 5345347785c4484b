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

// what it took is what this build has resolved for it (resolve.groovy), not what happened to be in the user's repository
def target = basedir.toPath().resolve('../../..').normalize().toFile()
def resolved = new File(target, 'resolved.txt').readLines() as Set
def taken = new File(target, 'local-repository')
def missing = []
taken.eachFileRecurse {
    if (it.name.endsWith('.jar')) {
        def version = it.parentFile, artifact = version.parentFile
        def group = taken.toPath().relativize(artifact.parentFile.toPath()).join('.')
        def name = "$group:$artifact.name:$version.name".toString()
        if (!resolved.contains(name)) {
            missing << name
        }
    }
}
assert missing.empty : "the generated project takes what this build has not resolved for it: $missing"
