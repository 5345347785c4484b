package io.github.grokvideo.example.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Makes a film of the prompt on the command line, and ends. */
@SpringBootApplication
public class FilmApplication {

    public static void main(String[] args) {
        System.exit(SpringApplication.exit(SpringApplication.run(FilmApplication.class, args)));
    }
}
