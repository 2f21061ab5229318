"""Loading the files of seeds/transfers."""
