-- What a generation costs, and the checkout page's cost breakdown before a film is rendered.
CREATE TABLE public.generation_rates (
  kind TEXT NOT NULL CHECK (kind IN ('image', 'video_second', 'inpaint')),
  model TEXT NOT NULL,
  credits INTEGER NOT NULL CHECK (credits > 0),
  usd NUMERIC(10, 4) NOT NULL CHECK (usd >= 0),
  valid_from DATE NOT NULL DEFAULT CURRENT_DATE,
  PRIMARY KEY (kind, model, valid_from)
);

INSERT INTO public.generation_rates (kind, model, credits, usd, valid_from) VALUES
  ('image', 'nano-banana', 1, 0.0390, '2025-03-01'),
  ('inpaint', 'nano-banana', 1, 0.0390, '2025-03-01'),
  ('video_second', 'veo-3.0-generate-preview', 15, 0.7500, '2025-03-01'),
  ('video_second', 'veo-3.0-generate-preview', 8, 0.4000, '2025-09-09'),
  ('video_second', 'veo-3.0-fast-generate-preview', 3, 0.1500, '2025-09-09');

CREATE TABLE public.checkouts (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  user_id UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  project_id UUID NOT NULL REFERENCES public.projects (id) ON DELETE CASCADE,
  branch_id UUID NOT NULL REFERENCES public.branches (id) ON DELETE CASCADE,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'confirmed', 'abandoned')),
  cost_breakdown JSONB NOT NULL DEFAULT '{}'::jsonb,
  total_credits INTEGER NOT NULL DEFAULT 0 CHECK (total_credits >= 0),
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  confirmed_at TIMESTAMPTZ,
  CONSTRAINT checkouts_confirmed_at CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL))
);

CREATE TABLE public.checkout_items (
  checkout_id UUID NOT NULL REFERENCES public.checkouts (id) ON DELETE CASCADE,
  line_number SMALLINT NOT NULL CHECK (line_number > 0),
  scene_id UUID REFERENCES public.scenes (id) ON DELETE SET NULL,
  label TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_credits INTEGER NOT NULL CHECK (unit_credits >= 0),
  line_credits INTEGER GENERATED ALWAYS AS (quantity * unit_credits) STORED,
  PRIMARY KEY (checkout_id, line_number)
);

ALTER TABLE public.generation_rates ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.checkouts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.checkout_items ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Rates are public"
  ON public.generation_rates FOR SELECT TO anon, authenticated
  USING (TRUE);

CREATE POLICY "Users can view their own checkouts"
  ON public.checkouts FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()));

CREATE POLICY "Users can view items of their own checkouts"
  ON public.checkout_items FOR SELECT TO authenticated
  USING (
    checkout_id IN (
      SELECT c.id FROM public.checkouts c WHERE c.user_id = (SELECT auth.uid())
    )
  );
