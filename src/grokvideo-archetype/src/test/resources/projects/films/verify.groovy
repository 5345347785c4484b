def project = new File(basedir, 'project/acme-films')

def files = ['.gitignore', '.vscode/settings.json', 'README.md',
             'src/main/java/com/acme/films/Application.java',
             'src/main/resources/camel/text-to-video.camel.yaml',
             'src/main/resources/kamelets/film-style-action.kamelet.yaml',
             'src/main/resources/kamelets/film-log-sink.kamelet.yaml']
files.each { assert new File(project, it).isFile() : it }
assert !new File(project, 'gitignore').exists() && !new File(project, 'vscode').exists()

// Camel's placeholders came through, the archetype's did not
assert new File(project, 'src/main/resources/camel/text-to-video.camel.yaml').text.contains('${header.CamelFileName} cost')
assert new File(project, 'src/main/java/com/acme/films/ProgressRoute.java').text.contains('"Job ${header.CamelGrokVideoJobId} is')
def pom = new File(project, 'pom.xml').text
assert pom.contains('<version>${camel.version}</version>') && !pom.contains('@')
assert !new File(project, 'README.md').text.contains('PROJECT_JAR')

// pom, application and the arguments of Kaoto's run button name the same version
def own = (pom =~ '<grokvideo.version>(.+?)</grokvideo.version>')[0][1]
def dependency = "mvn:io.github.grokvideo:camel-grokvideo:$own".toString()
def properties = new Properties()
new File(project, 'src/main/resources/application.properties').withReader { properties.load(it) }
assert properties['camel.jbang.dependencies'] == dependency
def settings = new File(project, '.vscode/settings.json').text
assert settings.contains("\"--dep=$dependency\"")
assert settings.contains('"scheme": "grokvideo"') && !settings.contains('"COMPONENT"')
assert !new File(project, '.vscode/grokvideo.json').exists()

def report = new File(project, 'target/surefire-reports').listFiles().find { it.name.endsWith('FilmsTest.txt') }.text
assert report.contains('Tests run: 3, Failures: 0, Errors: 0, Skipped: 0')

// the Pipe's end tells of its video in one line, as the routes do
def log = new File(project, 'build.log').text
assert (log =~ /film-log-sink.*\.mp4 cost [0-9.]+ USD/).size() == 1
assert (log =~ /\.mp4 cost [0-9.]+ USD/).size() == 3
assert !log.contains('Exchange[')

// its jar runs: without a key, it says so
def jar = new File(project, 'target/acme-films-1.0-SNAPSHOT.jar')
def builder = new ProcessBuilder(System.getProperty('java.home') + '/bin/java', '-jar', jar.path).directory(project)
builder.environment().remove('LUMENFALL_API_KEY')
def run = builder.redirectErrorStream(true).start()
def said = run.inputStream.text
assert run.waitFor() != 0 && said.contains('LUMENFALL_API_KEY') : said

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
