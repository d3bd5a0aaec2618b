//! The entry point of the browser's module.

fn main() {
    frontend::start();
}
