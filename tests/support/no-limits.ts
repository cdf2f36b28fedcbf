// For tests that post hundreds of comments. Import it before anything that reads the settings.
process.env['RATE_LIMITS'] = 'off';
