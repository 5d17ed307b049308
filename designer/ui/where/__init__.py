"""Where training happens: on this machine, in several processes, or on another machine by a command in front."""
