//! The git repository: reads trees and commits, writes commits. The only room that calls git.
