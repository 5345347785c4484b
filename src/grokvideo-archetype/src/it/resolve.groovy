import org.apache.maven.execution.DefaultMavenExecutionRequest
import org.apache.maven.execution.DefaultMavenExecutionResult
import org.apache.maven.execution.MavenSession
import org.apache.maven.lifecycle.LifecycleExecutor
import org.apache.maven.plugin.BuildPluginManager
import org.apache.maven.project.DefaultProjectBuildingRequest
import org.apache.maven.project.ProjectBuilder
import org.eclipse.aether.AbstractRepositoryListener
import org.eclipse.aether.DefaultRepositorySystemSession
import org.eclipse.aether.RepositoryEvent

// Builds the smallest project that has the pom of a generated one, within this build: by its settings, repositories and
// modules. So all that a generated project wants is there for the integration test, which has no network: dependencies,
// plugins, and what plugins fetch as they run. There is no second list of them that could differ.

def target = new File(project.build.directory)
def films = new File(target, 'resolved')
def integration = new File(project.build.testOutputDirectory, 'projects/films')
films.deleteDir()
// only what the integration test takes is in its local repository afterwards, see verify.groovy
new File(target, 'local-repository').deleteDir()

def values = new Properties()
new File(integration, 'archetype.properties').withReader { values.load(it) }
def write = { path, text -> new File(films, path).tap { parentFile.mkdirs() }.write(text, 'UTF-8') }
write('pom.xml', values.inject(new File(project.build.outputDirectory, 'archetype-resources/pom.xml').getText('UTF-8')) {
    text, value -> text.replace('${' + value.key + '}', value.value)
})
write('src/main/java/Application.java', 'public class Application { public static void main(String[] arguments) { } }\n')
write('src/main/resources/application.properties', '')
write('src/test/java/AnyTest.java', 'class AnyTest { @org.junit.jupiter.api.Test void runs() { } }\n')

def resolved = new TreeSet()
def note = { artifact -> resolved << "${artifact.groupId}:${artifact.artifactId}:${artifact.version}".toString() }
def repositories = new DefaultRepositorySystemSession(session.repositorySession)
repositories.repositoryListener = new AbstractRepositoryListener() {
    @Override
    void artifactResolved(RepositoryEvent event) {
        note(event.artifact)
    }
}

// what is asked of this build on the command line (-Dtest, for one) is not asked of the project
def nothing = new Properties()
def system = new Properties()
system.putAll(session.systemProperties.findAll { !session.userProperties.containsKey(it.key) })
def request = DefaultMavenExecutionRequest.copy(session.request)
request.systemProperties = system
request.userProperties = nothing
def inner = new MavenSession(session.container, repositories, request, new DefaultMavenExecutionResult())
def building = new DefaultProjectBuildingRequest(session.projectBuildingRequest)
building.systemProperties = system
building.userProperties = nothing
building.repositorySession = repositories
// a plugin that ran before may have turned it off
building.processPlugins = true
building.resolveDependencies = true
building.project = null
def built = session.lookup(ProjectBuilder.name).build(new File(films, 'pom.xml'), building).project
built.artifacts.each(note)
inner.projects = [built]
inner.currentProject = built
def goals = new File(integration, 'goal.txt').text.trim().split(/\s+/)
def plugins = session.lookup(BuildPluginManager.name)
session.lookup(LifecycleExecutor.name).calculateExecutionPlan(inner, goals).mojoExecutions.each {
    plugins.executeMojo(inner, it)
    it.mojoDescriptor.pluginDescriptor.artifacts.each(note)
}
new File(target, 'resolved.txt').write(resolved.join('\n'))
